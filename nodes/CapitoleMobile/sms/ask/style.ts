import { createHash } from 'crypto';

/** For a phone of 320 pixels upwards, by day and by night; system fonts, so that nothing is fetched. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--ink:#1b1f24;--soft:#555d66;--line:#767e87;--main:#0b5cad;--onmain:#fff;--warn:#a4262c}
@media(prefers-color-scheme:dark){:root{--page:#14171a;--card:#1f2429;--ink:#f1f3f5;--soft:#b4bcc4;--line:#8b949e;--main:#8cc2ff;--onmain:#06203c;--warn:#ff9a9a}}
*{box-sizing:border-box}
body{margin:0;padding:16px;background:var(--page);color:var(--ink);font:17px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:32rem;margin:0 auto;padding:20px;background:var(--card);border-radius:16px}
h1{margin:0 0 12px;font-size:1rem;font-weight:600;color:var(--soft)}
h1.notice{font-size:1.5rem;line-height:1.25;color:var(--ink)}
p{margin:0 0 20px}
p:last-child{margin:0}
.question{font-size:1.2rem;line-height:1.4;white-space:pre-wrap;overflow-wrap:anywhere}
label{display:block;margin-bottom:6px;font-weight:600}
textarea{display:block;width:100%;min-height:8rem;padding:12px;border:2px solid var(--line);border-radius:12px;background:var(--card);color:inherit;font:inherit}
.hint{margin:6px 0 20px;font-size:.9rem;color:var(--soft)}
.refused{font-weight:600;color:var(--warn)}
button{display:block;width:100%;min-height:52px;margin-top:12px;padding:12px 16px;border:2px solid var(--main);border-radius:12px;background:var(--main);color:var(--onmain);font:inherit;font-weight:600;overflow-wrap:anywhere;cursor:pointer}
button.other{background:transparent;color:var(--main)}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
`;

/** What a Content-Security-Policy calls it. */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
