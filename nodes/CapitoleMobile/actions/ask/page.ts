import { createHash } from 'crypto';

import { readForm } from '../../sms/callback/formBytes';
import { escapeHtml } from '../../sms/escapes';
import { codePointName } from '../../sms/text/characters';

/** A question, as the page shows it. */
export interface Question {
	/** The message without its link; keeps line breaks. */
	readonly text: string;
	/** The SMS sender; empty for a short number. */
	readonly sender: string;
	readonly answer: AnswerWanted;
}

export type AnswerWanted =
	/** Empty labels use the page's own words; `decline` is null if one can only approve. */
	| { readonly type: 'approval'; readonly approve: string; readonly decline: string | null }
	| { readonly type: 'freeText' };

/** A rejected reply, shown with the question again. */
interface ReplyRefused {
	readonly reason: 'empty' | 'tooLong';
	readonly text: string;
}

/** Form field names and values. */
const ANSWER_FIELD = 'answer';
const APPROVE = 'approve';
const DECLINE = 'decline';

export function questionPage(
	{ text, sender, answer }: Question,
	language: Language,
	refused?: ReplyRefused,
): string {
	const phrases = PHRASES[language];
	const heading = escaped(phrases.heading(sender));
	const form = answer.type === 'freeText' ? textForm(phrases, refused) : buttons(answer, phrases);
	return page(
		language,
		heading,
		`<h1>${heading}</h1>
<p class="question">${escaped(text)}</p>
<form method="post">
${form}
</form>`,
	);
}

export function noticePage(notice: keyof Phrases['notices'], language: Language): string {
	const { heading, sentence } = PHRASES[language].notices[notice];
	return page(
		language,
		heading,
		`<h1 class="notice">${heading}</h1>
<p>${sentence}</p>`,
	);
}

/** A visible character. */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

export const isBlank = (text: string): boolean => !VISIBLE.test(text);

/** Invisible characters, except the joiners and selectors of emoji. */
const INVISIBLE = new RegExp(
	String.raw`(?!\t|\n|\u200d|\ufe0f)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`,
	'gu',
);

/** Makes invisible characters visible: a right-to-left override becomes `[U+202E]`. */
const revealInvisible = (text: string): string =>
	text.replace(INVISIBLE, (mark) => `[${codePointName(mark)}]`);

const escaped = (text: string): string => escapeHtml(revealInvisible(text));

function buttons(
	{ approve, decline }: { readonly approve: string; readonly decline: string | null },
	phrases: Phrases,
): string {
	const first = button(APPROVE, approve || phrases.approve);
	return decline === null
		? first
		: `${first}\n${button(DECLINE, decline || phrases.decline, ' class="other"')}`;
}

const button = (value: string, label: string, more = ''): string =>
	`<button name="${ANSWER_FIELD}" value="${value}"${more}>${escaped(label)}</button>`;

function textForm(phrases: Phrases, refused?: ReplyRefused): string {
	const { reason, text = '' } = refused ?? {};
	const complaint =
		reason === undefined
			? ''
			: `<p class="refused" role="alert">${reason === 'empty' ? phrases.empty : phrases.tooLong(text.length)}</p>\n`;
	// No `maxlength` here: a browser would silently refuse to send the long text.
	const limit = reason === 'tooLong' ? '' : ` maxlength="${String(MAXIMUM_ANSWER)}"`;
	// HTML drops the first line break after the tag, hence the extra one.
	return `${complaint}<label for="answer">${phrases.answer}</label>
<textarea id="answer" name="${ANSWER_FIELD}" rows="5" required aria-describedby="limit"${limit}>
${escaped(text)}</textarea>
<p class="hint" id="limit">${phrases.limit}</p>
<button>${phrases.send}</button>`;
}

function page(language: Language, title: string, content: string): string {
	return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
}

/** For phones from 320 pixels, light and dark; system fonts, so that nothing is fetched. */
const STYLE = `
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
form{position:relative}
form::after{content:"";position:absolute;inset:0;background:var(--card);opacity:.6;visibility:hidden;transition:visibility 0s 2s}
form:has(button:active)::after{visibility:visible;transition:none;pointer-events:none}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
`;

/** The style's source expression for a Content-Security-Policy. */
const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/**
 * Allows only the page's own style and a form that posts back. Also set in the page, because n8n
 * replaces the header when it responds itself.
 */
export const PAGE_POLICY = `default-src 'none'; style-src ${STYLE_HASH}; form-action 'self'; base-uri 'none'`;

/** Headers of every page. The link is a secret: no Referer, cache or index may leak it. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
	'Content-Type': 'text/html; charset=utf-8',
	// A `<meta>` policy cannot forbid frames.
	'Content-Security-Policy': `${PAGE_POLICY}; frame-ancestors 'none'`,
	'Referrer-Policy': 'no-referrer',
	'X-Robots-Tag': 'noindex, nofollow',
	'Cache-Control': 'no-store',
	'X-Content-Type-Options': 'nosniff',
};

export type Reply =
	| { readonly type: 'approval'; readonly approved: boolean }
	| { readonly type: 'freeText'; readonly text: string }
	| ({ readonly type: 'refused' } & ReplyRefused)
	| { readonly type: 'unreadable' };

/** All but tab and line feed; databases refuse NUL. */
const CONTROL_CHARACTERS = /(?![\t\n])\p{Cc}/gu;

/**
 * Reads the body of a POST. Never throws.
 *
 * @param body `application/x-www-form-urlencoded`, in UTF-8 or else in ISO-8859-15
 */
export function readReply(body: Uint8Array, wanted: AnswerWanted): Reply {
	const form = readForm(Buffer.from(body).toString('latin1'));
	if (typeof form === 'string') return { type: 'unreadable' };
	const value = form.find(({ name }) => name === ANSWER_FIELD)?.value;
	if (wanted.type === 'freeText') {
		return value === undefined ? { type: 'unreadable' } : readAnswerText(value);
	}
	if (value === APPROVE) return { type: 'approval', approved: true };
	if (value === DECLINE && wanted.decline !== null) return { type: 'approval', approved: false };
	return { type: 'unreadable' };
}

function readAnswerText(value: string): Reply {
	const text = value.replaceAll('\r\n', '\n').replace(CONTROL_CHARACTERS, '').trim();
	if (isBlank(text)) return { type: 'refused', reason: 'empty', text };
	// Counted as browsers do for `maxlength`: UTF-16 code units, a line break as one.
	return text.length > MAXIMUM_ANSWER
		? { type: 'refused', reason: 'tooLong', text }
		: { type: 'freeText', text };
}

export type Language = 'en' | 'fr';

/** Longest answer, in characters as browsers count them for `maxlength`. */
export const MAXIMUM_ANSWER = 1000;

const numbers = (locale: string) => (count: number) => new Intl.NumberFormat(locale).format(count);
const english = numbers('en');
const french = numbers('fr');

const EN = {
	/** @param sender empty if the SMS came from a short number */
	heading: (sender: string) =>
		sender === '' ? 'A question for you' : `${sender} has a question for you`,
	approve: 'Approve',
	decline: 'Decline',
	answer: 'Your answer',
	send: 'Send',
	limit: `${english(MAXIMUM_ANSWER)} characters at most`,
	empty: 'Write an answer first.',
	tooLong: (characters: number) =>
		`Your answer has ${english(characters)} characters. Shorten it to ${english(MAXIMUM_ANSWER)} or fewer.`,
	notices: {
		thanks: { heading: 'Thank you', sentence: 'Your answer was sent. You can close this page.' },
		answeredBefore: {
			heading: 'Already answered',
			sentence: 'This question is closed. There is nothing left to do.',
		},
		timedOut: {
			heading: 'Too late',
			sentence: 'The time to answer is over. Your answer was not sent.',
		},
		unreadable: {
			heading: 'Not sent',
			sentence: 'Your answer could not be read. Open the link in the SMS and try again.',
		},
	},
};

export type Phrases = typeof EN;

const FR: Phrases = {
	heading: (sender) =>
		sender === '' ? 'Une question pour vous' : `${sender} vous pose une question`,
	approve: 'Approuver',
	decline: 'Refuser',
	answer: 'Votre réponse',
	send: 'Envoyer',
	limit: `${french(MAXIMUM_ANSWER)} caractères au plus`,
	empty: 'Écrivez d’abord une réponse.',
	tooLong: (characters) =>
		`Votre réponse compte ${french(characters)} caractères. Raccourcissez-la à ${french(MAXIMUM_ANSWER)} ou moins.`,
	notices: {
		thanks: {
			heading: 'Merci',
			sentence: 'Votre réponse est envoyée. Vous pouvez fermer cette page.',
		},
		answeredBefore: {
			heading: 'Déjà répondu',
			sentence: 'Cette question est close. Il n’y a plus rien à faire.',
		},
		timedOut: {
			heading: 'Trop tard',
			sentence: 'Le délai de réponse est passé. Votre réponse n’est pas envoyée.',
		},
		unreadable: {
			heading: 'Non envoyée',
			sentence: 'Votre réponse n’a pas pu être lue. Ouvrez le lien dans le SMS et réessayez.',
		},
	},
};

const PHRASES: Readonly<Record<Language, Phrases>> = { en: EN, fr: FR };

const RANGE = /^\s*(en|fr)(?:[-\s][^;]*)?(?:;\s*q=(.*))?$/i;

/**
 * The browser's preferred language among the page's; English if it wants neither.
 *
 * @param acceptLanguage the request's header (RFC 9110, 12.5.4), e.g. `fr-FR,fr;q=0.9,en;q=0.8`
 */
export function languageOf(acceptLanguage = ''): Language {
	const asked = acceptLanguage.split(',').flatMap((range) => {
		const [, language, weight = '1'] = RANGE.exec(range) ?? [];
		return language !== undefined && Number(weight) > 0 ? [{ language, weight }] : [];
	});
	const [first] = asked.sort((a, b) => Number(b.weight) - Number(a.weight));
	return first?.language.toLowerCase() === 'fr' ? 'fr' : 'en';
}
