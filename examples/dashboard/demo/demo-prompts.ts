interface Answer {
  readonly output: string;
  readonly notes?: string;
}

/** A prompt, which models were tried on it, and what they answer when they do well or badly. */
export interface DemoPrompt {
  readonly title: string;
  readonly content: string;
  readonly model: string;
  readonly tags: readonly string[];
  readonly runs: readonly {
    readonly model: string;
    readonly count: number;
    /** The score that it begins with, about, and the one that it ends with. */
    readonly from: number;
    readonly to: number;
  }[];
  readonly answers: Readonly<Record<'good' | 'fair' | 'poor', readonly Answer[]>>;
}

const nothing = { good: [], fair: [], poor: [] };

export const demoPrompts: readonly DemoPrompt[] = [
  {
    title: 'Rainbow for a five-year-old',
    content:
      'Explain to a five-year-old how a rainbow comes about.\nUse no word that a five-year-old does not know. At most three sentences. End with something that they can try at home.',
    model: 'gpt-4o',
    tags: ['education', 'science'],
    runs: [
      { model: 'gpt-4o', count: 17, from: 6.2, to: 7.8 },
      { model: 'claude-sonnet-4', count: 17, from: 5.2, to: 9.2 },
      { model: 'llama-3.3-70b', count: 15, from: 6, to: 4.6 },
    ],
    answers: {
      good: [
        {
          output:
            'Sunlight looks white, but all the colours are hiding in it. When it shines through raindrops, every drop lets the colours out, one beside the other. Ask a grown-up for the garden hose, stand with your back to the sun, and make your own rainbow!',
          notes: 'My nephew went straight for the hose.',
        },
        {
          output:
            'The sun sends out light with every colour mixed together, like all your paints in one pot. A raindrop can un-mix them! Blow a soap bubble in the sun and look closely: there they are again.',
          notes: 'The paint pot is lovely.',
        },
        {
          output:
            'Light from the sun is a bundle of colours that travel together. In the rain they say goodbye to each other, and each one leaves by its own little path. With a glass of water and a white sheet of paper you can catch them on a sunny morning.',
        },
        {
          output:
            'Raindrops are like tiny windows that sort the light into red, orange, yellow, green, blue and purple. You see a rainbow when the sun is behind you and the rain is in front of you. Put a glass of water on the window sill and look for the colours on the floor.',
        },
      ],
      fair: [
        {
          output:
            'When it rains and the sun shines at the same time, the drops make a big arch of colours in the sky. You can count seven of them. Draw them with your crayons!',
          notes: 'Kind, but it does not say how.',
        },
        {
          output:
            'Sunlight is a mix of colours. A drop of water bends each of them by a different angle, like a little prism. Hold a prism into the sun and see.',
          notes: 'Who has a prism at home?',
        },
        {
          output:
            'A rainbow is what happens when sunlight enters raindrops, bends, and comes out again as separate colours. Each colour bends a little differently, which is why you see them side by side.',
          notes: 'Correct, but nothing to try at home.',
        },
        {
          output:
            'Light is made of colours. Rain splits it up. That is a rainbow! You can also see one in a soap bubble, although that one comes about in another way.',
        },
      ],
      poor: [
        {
          output:
            'Rainbows result from refraction, internal reflection and dispersion of light in water droplets. The primary bow appears at an angle of approximately 42 degrees from the antisolar point, since the refractive index of water varies with wavelength. A secondary bow, fainter and with its colours in reverse order, can be observed at about 51 degrees, where light has been reflected twice inside each droplet. Between the two lies Alexander’s dark band, named after Alexander of Aphrodisias, who first described it around the year 200.',
          notes: 'For a physicist of five, perhaps.',
        },
        { output: 'A rainbow is a bridge that unicorns build when it rains.' },
      ],
    },
  },
  {
    title: 'Release notes from commits',
    content:
      'Write release notes for users from the commit messages below. Leave out what users do not notice. Group by Added, Changed and Fixed. One line each, in the present tense.\n\n{commits}',
    model: 'claude-sonnet-4',
    tags: ['engineering', 'writing'],
    runs: [
      { model: 'claude-sonnet-4', count: 14, from: 7, to: 8.6 },
      { model: 'gpt-4o', count: 12, from: 7.2, to: 7 },
      { model: 'gemini-2.0-flash', count: 12, from: 4, to: 6.8 },
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
      ],
      fair: [
        {
          output:
            'Added\n– Tag search\n– New CI job for Windows\n\nFixed\n– Fixed dates\n– Fixed lists',
          notes: 'Users do not have a CI job.',
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
  },
  {
    title: 'A refund that we cannot give',
    content:
      'Answer a customer who asks for a refund after the 30 days are over. Be kind and brief, do not blame them, say no in the first two sentences, and offer one thing that we can do: {offer}.',
    model: 'gpt-4o',
    tags: ['support', 'email'],
    runs: [
      { model: 'gpt-4o', count: 13, from: 5, to: 8.4 },
      { model: 'claude-sonnet-4', count: 12, from: 8, to: 8.2 },
    ],
    answers: {
      good: [
        {
          output:
            'Dear Sam,\n\nThank you for telling us what did not work for you. The 30 days are over, so I cannot give the money back. What I can do is move the rest of your year to the smaller plan, and the difference stays in your account. Shall I?',
          notes: 'Clear, and it does not feel like a wall.',
        },
      ],
      fair: [
        {
          output:
            'Dear customer,\n\nas stated in our terms, refunds are available for 30 days. We can however offer you a smaller plan. Please let us know.',
          notes: 'Right, but cold.',
        },
        {
          output:
            'Hi Sam! So sorry to hear that! We totally get it. Unfortunately we are not able to refund, but hey, how about a smaller plan?',
        },
      ],
      poor: [
        {
          output: 'Dear customer,\n\nyou should have asked within 30 days. Your request is closed.',
          notes: 'Never send this.',
        },
      ],
    },
  },
  {
    title: 'SQL from a question',
    content:
      'Turn the question into one PostgreSQL query for the schema below. Only the query, no explanation. If the schema cannot answer it, say so in a comment.\n\n{schema}\n\nQuestion: {question}',
    model: 'gpt-4o',
    tags: ['data', 'engineering'],
    runs: [
      { model: 'gpt-4o', count: 11, from: 8, to: 8.2 },
      { model: 'llama-3.3-70b', count: 11, from: 4.4, to: 7.4 },
      { model: 'gemini-2.0-flash', count: 10, from: 7.4, to: 5 },
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
      ],
      fair: [
        {
          output: "select * from orders where created_at > '2026-01-01' order by created_at;",
          notes: 'Runs, but counts nothing.',
        },
      ],
      poor: [
        {
          output: 'SELECT WEEK(created_at), COUNT(*) FROM order GROUP BY WEEK(created_at)',
          notes: 'That is MySQL, and the table is called orders.',
        },
      ],
    },
  },
  {
    title: 'Minutes in five lines',
    content:
      'Sum up the meeting in five lines: what was decided, who does what by when, and what is open. Names as they were said. Invent nothing.\n\n{transcript}',
    model: 'gemini-2.0-flash',
    tags: ['writing'],
    runs: [
      { model: 'gemini-2.0-flash', count: 8, from: 6, to: 7.6 },
      { model: 'claude-sonnet-4', count: 7, from: 7.4, to: 9 },
    ],
    answers: {
      good: [
        {
          output:
            'Decided: the new search goes out on Thursday.\nMira writes the release notes by Wednesday noon.\nJonas asks the three test customers by Tuesday.\nOpen: whether the old address stays.\nNext meeting: Friday at ten.',
        },
      ],
      fair: [
        {
          output:
            'The team talked about the new search, the release notes and the test customers. There was broad agreement. Some questions remain.',
          notes: 'Who does what?',
        },
      ],
      poor: [
        {
          output: 'Decided: Peter takes over the project.',
          notes: 'There is no Peter.',
        },
      ],
    },
  },
  {
    title: '天気の俳句',
    content: '今日の天気について俳句を一つ詠んでください。季語を一つ入れること。',
    model: 'claude-sonnet-4',
    tags: ['日本語', 'poetry'],
    runs: [{ model: 'claude-sonnet-4', count: 5, from: 7, to: 9 }],
    answers: {
      good: [{ output: '夕立の\n匂い残して\n風ひとつ', notes: 'Season word: 夕立.' }],
      fair: [{ output: '雨が降る\n傘をさしても\n濡れている', notes: 'No season word.' }],
      poor: [{ output: '今日の天気は晴れです。' }],
    },
  },
  {
    title: 'Alternative texts for product photos',
    content:
      'Describe the photo for somebody who cannot see it, in one sentence of at most 125 characters. Begin with the product, not with “Photo of”.',
    model: 'gpt-4o',
    tags: ['accessibility'],
    runs: [],
    answers: nothing,
  },
];
