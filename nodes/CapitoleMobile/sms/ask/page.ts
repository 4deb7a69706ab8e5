import type { Language } from './language';
import { PAGE_POLICY } from './pageHeaders';
import { MAXIMUM_ANSWER, PHRASES, type Phrases } from './phrases';
import type { Question } from './question';
import { STYLE } from './style';

/** Why a question is shown again, with what was written. */
export interface Refused {
	readonly reason: 'empty' | 'tooLong';
	readonly text: string;
}

/** What a reply is called in the form's body. */
export const ANSWER_FIELD = 'answer';
export const APPROVE = 'approve';
export const DECLINE = 'decline';

/** The question, with buttons or a field to answer it. */
export function questionPage(question: Question, language: Language, refused?: Refused): string {
	const phrases = PHRASES[language];
	const form =
		question.answer.type === 'freeText'
			? textForm(phrases, refused)
			: buttons(question.answer, phrases);
	return page(
		language,
		phrases.heading,
		`<h1>${phrases.heading}</h1>
<p class="question">${escapeHtml(question.text)}</p>
<form method="post">
${form}
</form>`,
	);
}

/** A page with nothing left to do. */
export function noticePage(notice: keyof Phrases['notices'], language: Language): string {
	const { heading, sentence } = PHRASES[language].notices[notice];
	return page(
		language,
		heading,
		`<h1 class="notice">${heading}</h1>
<p>${sentence}</p>`,
	);
}

/** As the text of an element, and within double quotes as the value of an attribute. */
export function escapeHtml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}

function buttons(
	{ approve, decline }: { readonly approve: string; readonly decline: string | null },
	phrases: Phrases,
): string {
	const first = button(APPROVE, approve || phrases.approve);
	return decline === null
		? first
		: `${first}\n${button(DECLINE, decline || phrases.decline, ' class="other"')}`;
}

function button(value: string, label: string, more = ''): string {
	return `<button name="${ANSWER_FIELD}" value="${value}"${more}>${escapeHtml(label)}</button>`;
}

function textForm(phrases: Phrases, refused: Refused | undefined): string {
	const { reason, text = '' } = refused ?? {};
	const complaint =
		reason === undefined
			? ''
			: `<p class="refused" role="alert">${reason === 'empty' ? phrases.empty : phrases.tooLong(text.length)}</p>\n`;
	// Without `maxlength` there: a browser would not let what is too long be sent, nor say why.
	const limit = reason === 'tooLong' ? '' : ` maxlength="${String(MAXIMUM_ANSWER)}"`;
	// HTML drops a line break right after the tag, so one is there to be dropped.
	return `${complaint}<label for="answer">${phrases.answer}</label>
<textarea id="answer" name="${ANSWER_FIELD}" rows="5" required aria-describedby="limit"${limit}>
${escapeHtml(text)}</textarea>
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
