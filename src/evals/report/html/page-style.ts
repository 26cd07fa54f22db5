/** The style of a report: two colours for two sides, light and dark, wide and narrow. */
export const pageStyle = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b1f27;--soft:#5c6572;--line:#dfe3e9;
--a:#8a94a6;--b:#2f6fde;--better:#17803d;--worse:#c22f2f;--same:#2f6fde;--inconclusive:#8a6100;--band:#e9edf3}
@media (prefers-color-scheme:dark){:root{--page:#12151b;--card:#1b2029;--ink:#e8ebf0;--soft:#9aa4b2;
--line:#313845;--a:#7d8798;--b:#6ea2ff;--better:#57c97a;--worse:#ff7d7d;--same:#6ea2ff;
--inconclusive:#e0b04c;--band:#262d39}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:1.6rem;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:0 0 8px;overflow-wrap:anywhere}
h3{font-size:1rem;margin:20px 0 8px}
p{margin:0 0 12px;overflow-wrap:anywhere}
.soft{color:var(--soft)}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;margin-top:20px}
.verdict{display:inline-block;font-weight:700;font-size:1.5rem;text-transform:capitalize}
.better{color:var(--better)}.worse{color:var(--worse)}.same{color:var(--same)}
.inconclusive{color:var(--inconclusive)}
.charts{display:grid;grid-template-columns:1fr 1fr;gap:24px}
svg{display:block;width:100%;height:auto;font:12px system-ui,sans-serif}
svg text{fill:var(--soft)}
.key{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.35em}
.key+span{margin-right:1.2em;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
td:first-child,td:last-child:not(.n){min-width:9em;max-width:32em;overflow-wrap:break-word}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.case{border-top:1px solid var(--line);padding-top:12px;margin-top:12px}
.case strong{overflow-wrap:anywhere}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:16px;margin-top:8px}
.sides>div{min-width:0}
pre{margin:4px 0 0;padding:10px;background:var(--page);border-radius:8px;white-space:pre-wrap;
overflow-wrap:anywhere;max-height:22em;overflow:auto;font:13px/1.45 ui-monospace,monospace;unicode-bidi:plaintext}
@media (max-width:720px){.charts,.sides{grid-template-columns:1fr}.card{padding:16px}svg{font-size:19px}
table{font-size:.8rem}th,td,td:first-child,td:last-child:not(.n){min-width:0;padding-right:6px}td:not([class]){overflow-wrap:anywhere}
th,td.n,th.n{white-space:normal;overflow-wrap:break-word}}
`.replaceAll('\n', '');
