export const help = `Usage: promptcrafter-client serve [options]

Serves a PromptCrafter API on this machine, to develop against.

Options:
  -p, --port <port>  where to listen; 0 takes a free one (default: 8787)
      --host <host>  who gets in; by default this machine only (default: 127.0.0.1)
      --data <place> keeps users, prompts and logs in this file, or in the PostgreSQL
                     database of a URL; without it they are gone when the program ends
      --seed <file>  a JSON file of { "users": [], "prompts": [], "logs": [] } to start
                     with; prints a token of the first user, and the passwords that
                     it makes up for users without one
      --behind-proxy believes the X-Forwarded-For of a proxy in front, which tells
                     the clients apart
      --log <form>   text or json: the form of the line for each request (default: text)
  -q, --quiet        prints no line for each request
  -h, --help
  -v, --version`;
