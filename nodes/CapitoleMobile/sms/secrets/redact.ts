import { base64Forms, secretForms, SHORTEST_LITERAL } from './secretForm';
import type { TextLayer } from './textLayer';
import { plainLayer, unescapedLayers } from './textLayer';

/** What must never be shown. `callbackSecret` may be empty: it is optional. */
export interface Secrets {
	readonly username: string;
	readonly password: string;
	readonly callbackSecret?: string;
}

/** Takes the secrets out of a text. */
export type Redact = (text: string) => string;

// The first that no secret has in it, so that a mask and its neighbours cannot make up a secret.
const MASKS = ['***', '•••', '###', '~~~'];
// JSON in XML in a form body, or any other three.
const DEPTH = 3;
const LONGEST_EXCERPT = 300;

/**
 * Makes the one function through which every text goes that may quote a request or an answer.
 *
 * It replaces by `***` (by other signs where a secret has stars in it)
 * - the password and the callback secret, as they are, in base64, and however they were escaped or
 *   misread on the way (`secretForms`, `unescapedLayers`). One of fewer than 4 characters only where
 *   it stands as a word of its own: masking every "e" would make texts unreadable and, by what is
 *   missing, tell the secret;
 * - the username likewise, but only if it has 4 characters or more: it may be an ordinary word, and
 *   alone it opens nothing;
 * - what is between `<username>`, `<password>` and their closing tags, escaped or not, or behind
 *   them to the end where the text breaks off;
 * - the start of a secret, from 4 characters, with which the text breaks off.
 *
 * Total; the time taken grows with the length of the text only. Cut texts after redaction, not
 * before: see `redactedExcerpt`.
 */
export function createRedactor({ username, password, callbackSecret = '' }: Secrets): Redact {
	const literals = [password, callbackSecret, username.length < SHORTEST_LITERAL ? '' : username];
	const forms = [
		...new Set([
			...literals.filter((secret) => secret !== '').flatMap(secretForms),
			...(password === '' ? [] : [`${username}:${password}`, password].flatMap(base64Forms)),
		]),
	];
	const mask = MASKS.find((one) => !forms.some((form) => form.includes(one.charAt(0)))) ?? '';
	return (text) => {
		const plain = plainLayer(text);
		const hidden = new Uint8Array(text.length);
		for (const layer of [plain, ...unescapedLayers(plain, DEPTH)]) {
			for (const form of forms) hideForm(layer, form, hidden);
			hideElements(layer, hidden);
		}
		return maskHidden(text, hidden, mask);
	};
}

/**
 * What is shown of an answer that was not understood: its first 300 characters, secrets removed.
 *
 * @param text not redacted, and longer than what is shown where there is more of it
 */
export function redactedExcerpt(text: string, redact: Redact): string {
	const redacted = redact(text);
	if (redacted.length <= LONGEST_EXCERPT) return redacted;
	// Not half of an emoji.
	return redacted.slice(0, LONGEST_EXCERPT).replace(/[\ud800-\udbff]$/, '');
}

/** Marks what a form of a secret covers, from unit `from` to unit `to` (exclusive) of a layer. */
function hide({ starts, ends }: TextLayer, from: number, to: number, hidden: Uint8Array): void {
	if (to > from) hidden.fill(1, starts[from] ?? 0, ends[to - 1] ?? 0);
}

function hideForm(layer: TextLayer, form: string, hidden: Uint8Array): void {
	const { text, whole } = layer;
	const isWord = form.length < SHORTEST_LITERAL;
	for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
		const end = at + form.length;
		if (!isWord || !(isWordUnit(text.charAt(at - 1)) || isWordUnit(text.charAt(end)))) {
			hide(layer, at, end, hidden);
		}
	}
	for (const end of new Set([whole, text.length])) {
		const start = cutFormStart(text, form, end);
		if (start < end) hide(layer, start, text.length, hidden);
	}
}

const isWordUnit = (unit: string): boolean => /[\p{L}\p{N}]/u.test(unit);

/** Where the longest start of a form begins that the text up to `end` breaks off with; `end` for none. */
function cutFormStart(text: string, form: string, end: number): number {
	const longest = Math.min(form.length - 1, end);
	for (let length = longest; length >= SHORTEST_LITERAL; length -= 1) {
		if (text.startsWith(form.slice(0, length), end - length)) return end - length;
	}
	return end;
}

/** Marks what `<username>` and `<password>` hold. */
function hideElements(layer: TextLayer, hidden: Uint8Array): void {
	const { text } = layer;
	if (!text.includes('<')) return;
	const lower = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
	for (const name of ['username', 'password']) {
		const start = `<${name}`;
		let at = lower.indexOf(start);
		while (at >= 0) {
			let next = at + start.length;
			const open = lower.indexOf('>', next);
			if (open < 0) break;
			// Not <passwordHint>, and not <password/>.
			if (/[\s>/]/.test(lower.charAt(next)) && lower.charAt(open - 1) !== '/') {
				const close = lower.indexOf(`</${name}`, open);
				next = close < 0 ? text.length : close;
				hide(layer, open + 1, next, hidden);
			}
			at = lower.indexOf(start, next);
		}
	}
}

/** The text with every run of hidden units replaced by one mask. */
function maskHidden(text: string, hidden: Uint8Array, mask: string): string {
	const parts: string[] = [];
	let shown = 0;
	for (let at = hidden.indexOf(1); at >= 0; at = hidden.indexOf(1, shown)) {
		parts.push(text.slice(shown, at), mask);
		const end = hidden.indexOf(0, at);
		shown = end < 0 ? text.length : end;
	}
	return [...parts, text.slice(shown)].join('');
}
