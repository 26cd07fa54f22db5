import type { DemoPrompt } from '../demo-prompt.ts';

export const releaseNotes: DemoPrompt = {
  id: 'prompt105',
  title: 'Release notes from commits',
  content:
    'Write release notes for users from the commit messages below. Leave out what users do not notice. Group by Added, Changed and Fixed. One line each, in the present tense.\n\n{commits}',
  model: 'claude-sonnet-4',
  tags: ['engineering', 'writing'],
  trends: [
    { model: 'claude-sonnet-4', count: 17, from: 7, to: 8.6 },
    { model: 'gpt-4o', count: 17, from: 7.2, to: 7 },
  ],
  answers: {
    good: [
      {
        output:
          'Added\n– Search finds words in tags, too.\n\nFixed\n– A list that is cut off half-way no longer looks complete.\n– Dates are shown in the time zone of the reader.',
      },
      {
        output:
          'Changed\n– Exports open in the background, so that you can go on working.\n\nFixed\n– Pasting a table keeps its columns.',
        notes: 'Left out the refactoring, as it should.',
      },
      {
        output:
          'Added\n– You can undo a deleted folder for 30 days.\n\nChanged\n– The sidebar remembers its width.',
      },
    ],
    fair: [
      {
        output:
          'Added\n– Tag search\n– New CI job for Windows\n\nFixed\n– Fixed dates\n– Fixed lists',
        notes: 'Users do not have a CI job.',
      },
      {
        output:
          'This release adds search in tags. It also fixes lists that were cut off, and dates in other time zones.',
        notes: 'Right, but not in groups.',
      },
    ],
    poor: [
      {
        output:
          'We are thrilled to announce our most exciting release ever! This version brings a wealth of improvements under the hood.',
        notes: 'Says nothing.',
      },
      { output: 'fix: dates\nfix: lists\nchore: bump\nfeat: tags in search' },
    ],
  },
};

export const sql: DemoPrompt = {
  id: 'prompt106',
  title: 'SQL from a question',
  content:
    'Turn the question into one PostgreSQL query for the schema below. Only the query, no explanation. If the schema cannot answer it, say so in a comment.\n\n{schema}\n\nQuestion: {question}',
  model: 'gpt-4o',
  tags: ['data', 'engineering'],
  trends: [
    { model: 'gpt-4o', count: 15, from: 8, to: 8.2 },
    { model: 'claude-sonnet-4', count: 14, from: 4.4, to: 7.4 },
  ],
  answers: {
    good: [
      {
        output:
          "select date_trunc('week', created_at) as week, count(*) as orders\nfrom orders\nwhere created_at >= now() - interval '12 weeks'\ngroup by 1\norder by 1;",
      },
      {
        output:
          'select c.name, sum(o.total) as spent\nfrom customers c\njoin orders o on o.customer_id = c.id\ngroup by c.id\norder by spent desc\nlimit 10;',
      },
      {
        output: '-- The schema does not say why an order was cancelled.',
        notes: 'Said so instead of inventing a column.',
      },
    ],
    fair: [
      {
        output: "select * from orders where created_at > '2026-01-01' order by created_at;",
        notes: 'Runs, but counts nothing.',
      },
      {
        output:
          'Here is a query that lists the customers who spent most:\n\nselect name, total from customers join orders on customer_id = customers.id;',
        notes: 'It was asked for the query alone.',
      },
    ],
    poor: [
      {
        output: 'SELECT WEEK(created_at), COUNT(*) FROM order GROUP BY WEEK(created_at)',
        notes: 'That is MySQL, and the table is called orders.',
      },
      { output: 'delete from orders where created_at < now();' },
    ],
  },
};
