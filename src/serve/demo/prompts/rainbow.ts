import type { DemoPrompt } from '../demo-prompt.ts';

export const rainbow: DemoPrompt = {
  id: 'prompt104',
  title: 'Rainbow for a five-year-old',
  content:
    'Explain to a five-year-old how a rainbow comes about.\nUse no word that a five-year-old does not know. At most three sentences. End with something that they can try at home.',
  model: 'gpt-4o',
  tags: ['education', 'science'],
  trends: [
    { model: 'gpt-4o', count: 26, from: 6.2, to: 7.6 },
    { model: 'claude-sonnet-4', count: 26, from: 5.2, to: 9.2 },
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
};
