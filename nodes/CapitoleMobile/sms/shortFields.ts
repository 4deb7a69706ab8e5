import type { Warning } from './codes';
import { InvalidInput } from './refused';
import { codePointName } from './text/characters';
import { counterpart } from './text/rewriting';
import { ISO_8859_15_CLASS } from './text/segments';

/** The provider's page: "11 caractères max." and "10 caractères max." */
const MOST = { sender: 11, id: 10 } as const;
/** UTF-16 code units. A longer value is refused unread: neither field holds as much. */
const LONGEST = 100;

const UNSENDABLE = new RegExp(`[^${ISO_8859_15_CLASS}]|[\\n\\xad]`, 'u');

/**
 * Generic names, which French operators have blocked or replaced with a number since 10 March 2025:
 * notices of smsmode and Efidem, code 30042 of Twilio.
 */
const GENERIC =
	/^(?:ALERTE?S?|BANK|BANQUE|CODES?|COLIS|INFOS?|LIVRAISONS?|NOTIF(?:ICATION)?S?|PARCELS?|PROMOS?|RDV|SERVICES?|SMS|SUPPORT)$/;

const NO_NUMBERS = 'French operators block or replace senders that look like a phone number';
const USE_BRAND = "Use your brand's name, or leave Sender empty for the short number.";

const looksLikeNumber = (sender: string): boolean =>
	/^\+?\d{8,}$/.test(sender.replace(/[ ().-]/g, ''));

/**
 * @param sender text or whole number; empty for the provider's short number
 * @throws InvalidInput `sender` if it is too long (the provider would replace it with a short number)
 *   or has characters that cannot be sent
 */
export function checkSender(sender: unknown): { sender: string; warnings: Warning[] } {
	const text = readShortField('sender', sender);
	const surplus = text.length - MOST.sender;
	if (surplus > 0) {
		throw tooLong(
			'sender',
			text,
			looksLikeNumber(text)
				? `${NO_NUMBERS}. ${USE_BRAND}`
				: `Shorten it by ${surplus} character${surplus === 1 ? '' : 's'}, from ${text.length} to ${MOST.sender}, or leave it empty for the short number.`,
		);
	}
	return { sender: text, warnings: text === '' ? [] : warningsAbout(text) };
}

/**
 * @param id text or whole number; empty for none
 * @returns the campaign ID as delivery reports will carry it
 * @throws InvalidInput `id` if it is too long or has a "-" (the provider's page forbids both), or has
 *   characters that cannot be sent
 */
export function checkCampaignId(id: unknown): string {
	const text = readShortField('id', id);
	if (text.includes('-')) {
		const message = `“${text}” has a “-”, which the provider does not allow`;
		throw new InvalidInput('id', message, dashRemedy(text));
	}
	if (text.length <= MOST.id) return text;
	throw tooLong(
		'id',
		text,
		`Shorten it from ${text.length} to ${MOST.id} characters. It is not cut for you, because two campaigns could become one.`,
	);
}

/** Reads text or a whole number, in NFC and trimmed; "" for none. */
function readShortField(field: keyof typeof MOST, value: unknown): string {
	const given = textGiven(field, value);
	if (given.length > LONGEST) {
		throw new InvalidInput(
			field,
			`${given.length} characters; at most ${MOST[field]} are allowed`,
			'Shorten it, or check the expression that fills it.',
		);
	}
	const text = given.normalize('NFC').trim();
	const character = UNSENDABLE.exec(text)?.[0];
	if (character === undefined) return text;

	const name = codePointName(character);
	const shown = /\p{C}|\p{Z}/u.test(character)
		? `An invisible character (${name})`
		: `“${character}” (${name})`;
	const position = [...text.slice(0, text.indexOf(character))].length + 1;
	throw new InvalidInput(
		field,
		`${shown} at position ${position} cannot be sent`,
		'Remove it or replace it: letters A to Z and digits are safe.',
	);
}

function textGiven(field: keyof typeof MOST, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value);
	if (typeof value === 'number') {
		throw new InvalidInput(
			field,
			`The number ${value} cannot be written in plain digits`,
			'Give it as text.',
		);
	}
	const kind = Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
	throw new InvalidInput(field, `The value is ${kind}, not a text`, 'Give one text.');
}

const tooLong = (field: keyof typeof MOST, text: string, remedy: string): InvalidInput =>
	new InvalidInput(
		field,
		`“${text}” has ${text.length} characters; at most ${MOST[field]} are allowed`,
		remedy,
	);

function dashRemedy(text: string): string {
	if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
		return `A UUID is too long as well (${text.length} characters, at most ${MOST.id} are allowed): use a short ID of your own, and keep the UUID in your data.`;
	}
	const date = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
	if (date) {
		return `Write the date without it, as in ${date.slice(1).join('')} ({{ $now.toFormat('yyyyMMdd') }}).`;
	}
	const isTooLong = text.replaceAll('-', '').length > MOST.id;
	return `Use _ instead, as in ${text.replaceAll('-', '_')}, or remove it${isTooLong ? `, ${MOST.id} characters at most` : ''}.`;
}

function warningsAbout(sender: string): Warning[] {
	const one = (code: Warning['code'], message: string): Warning[] => [{ code, message }];
	if (looksLikeNumber(sender)) {
		return one('NUMBER_AS_SENDER', `${NO_NUMBERS}, such as “${sender}”. ${USE_BRAND}`);
	}
	const plain = plainSpelling(sender);
	if (GENERIC.test(plain.toUpperCase())) {
		const what = `French operators block or replace generic sender names such as “${sender}”.`;
		return one('GENERIC_SENDER', `${what} Use your brand's name.`);
	}
	const unusual = unusualIn(sender);
	if (unusual === '') return [];
	const safe =
		/[a-z]/i.test(plain) && plain.length <= MOST.sender
			? `Safe: ${plain}`
			: 'Letters A to Z, with digits and spaces, are safe.';
	return one('UNUSUAL_SENDER', `Operators may refuse ${unusual} in a sender. ${safe}`);
}

/** Operators accept unaccented letters, digits and spaces; the provider's sample has "Ma Marque". */
function unusualIn(sender: string): string {
	const found = [...new Set(sender.match(/[^A-Za-z0-9 ]/g))].map((character) =>
		character === '\u00a0' ? 'a no-break space' : character,
	);
	if (found.length === 0) return /[a-z]/i.test(sender) ? '' : 'digits only';
	return found.join(', ').replace(/, ([^,]+|,)$/, ' and $1');
}

/** Letters of GSM-7 that are no accented ones. */
const LIGATURES: Readonly<Record<string, string>> = { Æ: 'AE', æ: 'ae', Ø: 'O', ø: 'o', ß: 'ss' };

/** “L'Épi d'Or” becomes “L Epi d Or”. */
function plainSpelling(sender: string): string {
	return Array.from(sender, (one) => LIGATURES[one] ?? counterpart(one, 'GSM-7') ?? '')
		.join('')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[^A-Za-z0-9]+/g, ' ')
		.trim();
}
