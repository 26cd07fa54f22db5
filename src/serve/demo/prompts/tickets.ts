import type { DemoPrompt } from '../demo-prompt.ts';

/** What customers wrote, with what both models made of it by the first prompt and by the second. */
const tickets = [
  {
    id: 'ticket-1',
    input: 'I paid twice for my May invoice and nobody answers the phone.',
    before: {
      'gpt-4o': ['The customer has an issue with an invoice and is unhappy with the service.', 5],
      'claude-sonnet-4': ['A customer reports a duplicate payment and poor phone support.', 7],
    },
    after: {
      'gpt-4o': ['Paid the May invoice twice; wants the second payment back.', 9],
      'claude-sonnet-4': ['Charged twice for May, phone unanswered; wants one payment back.', 9],
    },
  },
  {
    id: 'ticket-2',
    input: 'Since the update the app closes when I open the camera. Pixel 8.',
    before: {
      'gpt-4o': ['Thank you for reaching out! The customer is experiencing a crash.', 4],
      'claude-sonnet-4': [
        'The app crashes on a Pixel 8 after the update when the camera opens.',
        8,
      ],
    },
    after: {
      'gpt-4o': ['App crashes on opening the camera since the update (Pixel 8).', 9],
      'claude-sonnet-4': ['Pixel 8: camera crashes the app since the update.', 10],
    },
  },
  {
    id: 'ticket-3',
    input: 'How do I add my colleague to our workspace? I only see my own name.',
    before: {
      'gpt-4o': ['The customer would like to know how workspaces work in general.', 4],
      'claude-sonnet-4': ['A question about adding a member to a workspace.', 6],
    },
    after: {
      'gpt-4o': ['Asks how to add a colleague to the workspace.', 8],
      'claude-sonnet-4': ['Cannot find how to add a colleague; sees only themselves.', 8],
    },
  },
  {
    id: 'ticket-4',
    input: 'Please delete my account and all data. I do not want emails either.',
    before: {
      'gpt-4o': ['The customer wants to unsubscribe from emails.', 3],
      'claude-sonnet-4': ['An account deletion is requested, including data and emails.', 7],
    },
    after: {
      'gpt-4o': ['Wants account and data deleted, and no more emails.', 9],
      'claude-sonnet-4': ['Asks to delete the account with all data, and to stop emails.', 9],
    },
  },
  {
    id: 'ticket-5',
    input: 'The export has 10 000 rows, but our table has 12 431. Where is the rest?',
    before: {
      'gpt-4o': ['The customer asks about exports and mentions 10 000 rows.', 5],
      'claude-sonnet-4': ['The export seems to be limited, since some rows are missing.', 6],
    },
    after: {
      'gpt-4o': ['Export stops at 10 000 of 12 431 rows; wants all of them.', 9],
      'claude-sonnet-4': ['Export lacks 2 431 rows (10 000 of 12 431); asks where they are.', 10],
    },
  },
  {
    id: 'ticket-6',
    input: 'Your new colours are hard to read for me, I have a red-green weakness.',
    before: {
      'gpt-4o': ['The customer does not like the new design.', 3],
      'claude-sonnet-4': [
        'Feedback on colours from a customer with a colour vision deficiency.',
        7,
      ],
    },
    after: {
      'gpt-4o': ['Cannot read the new colours because of a red-green weakness.', 8],
      'claude-sonnet-4': ['Red-green weakness makes the new colours hard to read.', 9],
    },
  },
  {
    id: 'ticket-7',
    input: 'Can we get an invoice with our VAT number? We need it before Friday.',
    before: {
      'gpt-4o': ['The customer needs an invoice soon.', 5],
      'claude-sonnet-4': ['An invoice with a VAT number is requested, to be sent by Friday.', 8],
    },
    after: {
      'gpt-4o': ['Needs an invoice with their VAT number before Friday.', 9],
      'claude-sonnet-4': ['Wants the VAT number on the invoice; due before Friday.', 8],
    },
  },
  {
    id: 'ticket-8',
    input: 'I was promised a call on Monday. It is Wednesday now. Still down.',
    before: {
      'gpt-4o': ['The customer is waiting for a call. We apologize for any inconvenience!', 4],
      'claude-sonnet-4': ['An outage persists and a promised call has not happened.', 7],
    },
    after: {
      'gpt-4o': ['Still down; the call promised for Monday did not come.', 8],
      'claude-sonnet-4': ['Service still down on Wednesday, promised call missed on Monday.', 9],
    },
  },
  {
    id: 'ticket-9',
    input: 'Great tool! One wish: could the shortcuts be the same on Windows and Mac?',
    before: {
      'gpt-4o': ['Positive feedback from a happy customer.', 5],
      'claude-sonnet-4': ['Praise, and a feature request about keyboard shortcuts.', 8],
    },
    after: {
      'gpt-4o': ['Wishes for the same shortcuts on Windows and Mac.', 8],
      'claude-sonnet-4': ['Happy; wants one set of shortcuts for Windows and Mac.', 9],
    },
  },
  {
    id: 'ticket-10',
    input: 'Login says “too many attempts” but I only tried once. From a hotel.',
    before: {
      'gpt-4o': ['The customer forgot the password and needs a reset.', 2],
      'claude-sonnet-4': ['A login problem that may be related to a shared network.', 7],
    },
    after: {
      'gpt-4o': ['Locked out after one attempt, from a hotel’s network.', 8],
      'claude-sonnet-4': ['Login refuses after one try (“too many attempts”), from a hotel.', 9],
    },
  },
] as const;

const runs = [
  { name: 'tickets-october', daysAgo: 38, shift: -1 },
  { name: 'tickets-november', daysAgo: 9, shift: 0 },
];

export const ticketSummary: DemoPrompt = {
  id: 'prompt102',
  title: 'Support ticket, summed up',
  content: 'Summarize this support ticket.\n\n{ticket}',
  model: 'gpt-4o',
  tags: ['support', 'evaluation'],
  cases: tickets.map(({ id, input, before }) => ({ id, input, answers: before })),
  runs,
};

export const ticketLine: DemoPrompt = {
  id: 'prompt103',
  title: 'Support ticket in one line',
  content:
    'Say in one line of at most twelve words what happened to the customer and what they want. Begin with that, not with “The customer”. Keep names, numbers and dates.\n\n{ticket}',
  model: 'claude-sonnet-4',
  tags: ['support', 'evaluation'],
  cases: tickets.map(({ id, input, after }) => ({ id, input, answers: after })),
  runs,
};
