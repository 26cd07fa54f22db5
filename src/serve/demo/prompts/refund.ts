import type { DemoPrompt } from '../demo-prompt.ts';

export const refund: DemoPrompt = {
  id: 'prompt101',
  title: 'A refund that we cannot give',
  content:
    'Answer a customer who asks for a refund after the 30 days are over. Be kind and brief, do not blame them, say no in the first two sentences, and offer one thing that we can do: {offer}.',
  model: 'gpt-4o',
  tags: ['support', 'email'],
  trends: [
    { model: 'gpt-4o', count: 19, from: 5, to: 8.4 },
    { model: 'claude-sonnet-4', count: 18, from: 7.6, to: 8.4 },
  ],
  answers: {
    good: [
      {
        output:
          'Dear Sam,\n\nThank you for telling us what did not work for you. The 30 days are over, so I cannot give the money back. What I can do is move the rest of your year to the smaller plan, and the difference stays in your account. Shall I?',
        notes: 'Clear, and it does not feel like a wall.',
      },
      {
        output:
          'Hello Sam,\n\nI am sorry that the plan turned out larger than you need. A refund is not possible after 30 days, but a smaller plan is, from today on, and you keep the difference as credit. One word from you and it is done.',
      },
      {
        output:
          'Dear Sam,\n\nI looked at your order of 2 March: the 30 days for a refund have passed, and I cannot pay it back. I can set you up with the smaller plan and credit what is left. Would that help?',
        notes: 'Names the order, which customers like.',
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
      {
        output:
          'Dear Sam,\n\nthank you for your message, for your patience, and for being with us since March. We have read it carefully and discussed it in the team. After looking at all sides of it, we have come to the conclusion that a refund is not possible. A smaller plan would be.',
        notes: 'The no comes too late.',
      },
    ],
    poor: [
      {
        output: 'Dear customer,\n\nyou should have asked within 30 days. Your request is closed.',
        notes: 'Never send this.',
      },
      {
        output: 'Of course! I have refunded the full amount. It arrives within 3 days.',
        notes: 'We cannot give it.',
      },
    ],
  },
};
