import { InvalidInput } from './invalidInput';
import { readShortField } from './shortField';
import { counterpart } from './text/rewriting';
import type { Warning } from './warning';

/** The provider's page: "11 caractères max." */
const MAX_LENGTH = 11;

/**
 * Names that stand for no brand. French operators have blocked them or put a number in their place since
 * 10 March 2025: notices of smsmode and Efidem, code 30042 of Twilio.
 */
const GENERIC =
	/^(?:ALERTE?S?|BANK|BANQUE|CODES?|COLIS|INFOS?|LIVRAISONS?|NOTIF(?:ICATION)?S?|PARCELS?|PROMOS?|RDV|SERVICES?|SMS|SUPPORT)$/;

const NO_NUMBERS = 'French operators block or replace senders that look like a phone number';
const USE_BRAND = "Use your brand's name, or leave Sender empty for the short number.";

const looksLikeNumber = (sender: string): boolean =>
	/^\+?\d{8,}$/.test(sender.replace(/[ ().-]/g, ''));

/**
 * @param sender text or whole number; empty for the provider's short number
 * @returns the sender without white space around it, and whether operators may refuse it
 * @throws InvalidInput `sender` when it is too long (the provider would put a short number in its
 * place), or has characters that cannot be sent
 */
export function checkSender(sender: unknown): { sender: string; warnings: Warning[] } {
	const text = readShortField('sender', sender, MAX_LENGTH);
	if (text.length > MAX_LENGTH) {
		const surplus = text.length - MAX_LENGTH;
		throw new InvalidInput(
			'sender',
			`“${text}” has ${text.length} characters; at most ${MAX_LENGTH} are allowed`,
			looksLikeNumber(text)
				? `${NO_NUMBERS}. ${USE_BRAND}`
				: `Shorten it by ${surplus} character${surplus === 1 ? '' : 's'}, from ${text.length} to ${MAX_LENGTH}, or leave it empty for the short number.`,
		);
	}
	return { sender: text, warnings: text === '' ? [] : warningsAbout(text) };
}

function warningsAbout(sender: string): Warning[] {
	if (looksLikeNumber(sender)) {
		const message = `${NO_NUMBERS}, such as “${sender}”. ${USE_BRAND}`;
		return [{ code: 'NUMBER_AS_SENDER', message }];
	}
	const plain = plainSpelling(sender);
	if (GENERIC.test(plain.toUpperCase())) {
		return [
			{
				code: 'GENERIC_SENDER',
				message: `French operators block or replace generic sender names such as “${sender}”. Use your brand's name.`,
			},
		];
	}
	const unusual = unusualIn(sender);
	if (unusual === '') return [];
	const remedy =
		/[a-z]/i.test(plain) && plain.length <= MAX_LENGTH
			? `Safe: ${plain}`
			: 'Letters A to Z, with digits and spaces, are safe.';
	return [
		{ code: 'UNUSUAL_SENDER', message: `Operators may refuse ${unusual} in a sender. ${remedy}` },
	];
}

/** Operators take unaccented letters, digits and spaces; the provider's sample has "Ma Marque". */
function unusualIn(sender: string): string {
	const found = [...new Set(sender.match(/[^A-Za-z0-9 ]/g))].map((character) =>
		character === '\u00a0' ? 'a no-break space' : character,
	);
	if (found.length === 0) return /[a-z]/i.test(sender) ? '' : 'digits only';
	const last = found.pop() ?? '';
	return found.length === 0 ? last : `${found.join(', ')} and ${last}`;
}

/** L'Épi d'Or is L Epi d Or. */
function plainSpelling(sender: string): string {
	return Array.from(sender, (character) => counterpart(character, 'GSM-7') ?? '')
		.join('')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[^A-Za-z0-9]+/g, ' ')
		.trim();
}
