/** Asks a model that speaks OpenAI's chat completions; any other way to ask one will do. */
export async function askModel(content: string, signal?: AbortSignal) {
  const { MODEL_URL = 'https://api.openai.com/v1', OPENAI_API_KEY } = process.env;
  const response = await fetch(`${MODEL_URL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPENAI_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }] }),
    signal: signal ?? null,
  });
  if (!response.ok) throw new Error(`The model answered ${response.status}.`);
  const { choices, model } = await response.json();
  return { output: String(choices[0].message.content), modelUsed: String(model) };
}
