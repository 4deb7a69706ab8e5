/** What must never be shown. An expression may make a number of each. */
export interface Secrets {
	readonly username?: unknown;
	readonly password?: unknown;
	readonly callbackSecret?: unknown;
}

/** Shows a part of a text from outside, 300 characters by default, or says why it does not. */
export type Quote = (text: string, from?: number, length?: number) => string;

/** A shorter secret could be part of any text, so it is only looked for as a word of its own. */
const SHORTEST = 4;
/** Characters searched beyond what is shown, to find a secret that reaches over its end. */
const MARGIN = 4000;

const LESS_THAN = '(?:<|(?:lt|60)(?:;|%3b)|3c(?:;|%3b)?)';
/** A login with something in it, escaped or not. */
const LOGIN = new RegExp(
	`${LESS_THAN}(?:authentification|username|password)(?!\\s*(?:\\\\?/|%2f))`,
	'i',
);

/**
 * Makes the one function through which every text goes that quotes an answer. It withholds, and does
 * not mask: where the password, the callback secret, or a username of 4 characters or more stands in
 * the text, in any spelling that a server is likely to give it, nothing is shown. A text is cut where
 * a login starts in it.
 */
export function createQuoter({ username, password, callbackSecret }: Secrets): Quote {
	const name = String(username ?? '');
	const searches = [
		{ label: 'password', isIn: searchFor(String(password ?? '')) },
		{ label: 'callback secret', isIn: searchFor(String(callbackSecret ?? '')) },
		{ label: 'username', isIn: searchFor(name.length < SHORTEST ? '' : name) },
	];
	return (text, from = 0, length = 300) => {
		const searched = text.slice(0, from + length + MARGIN);
		const plain = unescaped(searched);
		const decoded = plain.flatMap(decodings).flatMap(unescaped);
		const found = searches.find(({ isIn }) => isIn(plain, decoded));
		if (found) return `(not shown: it may hold the ${found.label})`;
		const login = searched.search(LOGIN);
		const shown = searched.slice(from, Math.min(from + length, login < 0 ? Infinity : login));
		// Not half of an emoji.
		return shown.replace(/[\ud800-\udbff]$/, '');
	};
}

type Search = (plain: readonly string[], decoded: readonly string[]) => boolean;

function searchFor(secret: string): Search {
	if (secret.length < SHORTEST) {
		const word = wordsIn(secret);
		return (plain) => word.trim() !== '' && plain.some((text) => wordsIn(text).includes(word));
	}
	// Normalising a megabyte of combining marks takes minutes; no password is so long.
	const forms = secret.length > MARGIN ? [] : ['NFC', 'NFD'];
	const composed = [secret, ...forms.map((form) => secret.normalize(form))];
	const inForms = composed.filter((one) => one.trim()).map((one) => one.replaceAll(' ', '+'));
	const utf16 = composed.map((one) => Buffer.from(one, 'utf16le').toString('latin1'));
	// What all alphabets have, and no misreading changes; a secret of few of them needs its other signs.
	const hasLetters = lettersIn(secret).length >= SHORTEST;
	const reduce = hasLetters ? lettersIn : outlineOf;
	const needles = [
		...new Set([...composed, ...inForms, ...utf16].flatMap(unescaped).map(reduce)),
	].filter((needle) => needle.length >= (hasLetters ? SHORTEST : 1));
	return (plain, decoded) =>
		[...plain, ...decoded].some((text) => {
			const reduced = reduce(text);
			const end = reduce(text.slice(-MARGIN).replace(CUT_ESCAPE, ''));
			return needles.some((needle) => reduced.includes(needle) || breaksOffIn(end, needle));
		});
}

const wordsIn = (text: string): string => ` ${text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
const lettersIn = (text: string): string => text.replace(/[^A-Za-z0-9]+/g, '');
/** ASCII signs as they are; one mark for a run of others, or of what may stand for them. */
const outlineOf = (text: string): string =>
	text.replace(/[\s\p{Cc}]+/gu, '').replace(/(?:[^!-~]|[?+])+/g, '\u00A4');

/** Whether a text ends with the start of a secret. */
function breaksOffIn(text: string, needle: string): boolean {
	for (let length = Math.min(needle.length - 1, text.length); length >= SHORTEST; length -= 1) {
		if (text.endsWith(needle.slice(0, length))) return true;
	}
	return false;
}

/** All that may be base64 or hexadecimal in one go, from each place at which a group may begin. */
function decodings(text: string): string[] {
	const base64 = text
		.replace(/-/g, '+')
		.replace(/_/g, '/')
		.replace(/[^A-Za-z0-9+/]+/g, '');
	const hex = text.replace(/[^0-9a-f]+/gi, '');
	return [
		...[0, 1, 2, 3].map((at) => Buffer.from(base64.slice(at), 'base64')),
		...[0, 1].map((at) => Buffer.from(hex.slice(at), 'hex')),
	].map((bytes) => bytes.toString('latin1'));
}

/** JSON in XML in a form body, or any other three. */
const ROUNDS = 3;
/** Of forms and URLs, of XML and HTML, of JSON, JavaScript and PHP's addslashes. */
const ESCAPE =
	/%([0-9a-f]{2})|&#x([0-9a-f]{1,8});?|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|&#([0-9]{1,10});?|&([a-z]{2,8});|\\([^ux])/gi;
const CUT_ESCAPE = /(?:[%&\\][#0-9a-z]{0,11})+$/i;
const NAMED = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));

/** The text with no, one, two … rounds of escapes undone; bytes become one character each. */
function unescaped(text: string): string[] {
	const rounds = [text];
	for (let round = 0; round < ROUNDS; round += 1) {
		text = text.replace(ESCAPE, readEscape);
		if (text === rounds.at(-1)) break;
		rounds.push(text);
	}
	return rounds;
}

function readEscape(_: string, ...groups: ReadonlyArray<string | undefined>): string {
	const [percent, hex, unit, byte, decimal, name, itself] = groups;
	if (name !== undefined) return NAMED.get(name) ?? '\u00A4';
	if (itself !== undefined) return /[nrtbf]/.test(itself) ? ' ' : itself;
	const digits = percent ?? hex ?? unit ?? byte;
	const value = digits === undefined ? Number(decimal) : parseInt(digits, 16);
	return value <= 0x10ffff ? String.fromCodePoint(value) : '';
}
