/**
 * The GSM 7-bit default alphabet in code order, from 3GPP TS 23.038, 6.2.1, less 0x1B, the escape.
 * 0x09 is the capital Ç: the small one is not in it, although some tables say so.
 */
const DEFAULT_ALPHABET =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
	' !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
	'¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** The extension table, 3GPP TS 23.038, 6.2.1.1: each of these takes an escape and a second septet. */
const EXTENSION_TABLE = '\f^{}\\[~]|€';

/** Septets by code point, as far as the last character of either table (€, U+20AC). */
const SEPTETS = new Uint8Array(0x20ad);
for (const character of DEFAULT_ALPHABET) SEPTETS[character.charCodeAt(0)] = 1;
for (const character of EXTENSION_TABLE) SEPTETS[character.charCodeAt(0)] = 2;

/** Every character of GSM 03.38, the default alphabet first, then the extension table. */
export const GSM7_CHARACTERS = DEFAULT_ALPHABET + EXTENSION_TABLE;

/**
 * Septets that a character takes in GSM-7: 1, 2 for the extension table (€ [ ] { } \ ~ ^ | and form
 * feed), 0 where GSM-7 has no such character. Source: 3GPP TS 23.038.
 */
export function septetsOf(character: string): number {
	return character.length === 1 ? (SEPTETS[character.charCodeAt(0)] ?? 0) : 0;
}

/** Whether a character is in the default alphabet or the extension table of 3GPP TS 23.038. */
export function isGsm7(character: string): boolean {
	return septetsOf(character) > 0;
}
