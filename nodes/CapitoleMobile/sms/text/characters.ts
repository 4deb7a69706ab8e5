const NAMES: ReadonlyArray<readonly [pattern: RegExp, name: string]> = [
	[/^ $/, 'space'],
	[/^\t/, 'tab'],
	[/^\n/, 'new line'],
	[/^\r$/, 'carriage return'],
	[/^\r\n/, 'Windows line ending'],
	[/^\xa0/, 'no-break space'],
	[/^\xad/, 'soft hyphen'],
	[/^\u200b/, 'zero width space'],
	[/^\u2028/, 'line separator'],
	[/^\u202f/, 'narrow no-break space'],
	[/^\ufeff/, 'byte order mark'],
	[/^\ufffd/, 'replacement character: the text was decoded from the wrong charset'],
	[/^[\x80-\x9f]/, 'control character: the text may be Windows-1252 decoded as ISO-8859-1'],
	[/^\p{Cc}/u, 'control character'],
	[/^\p{Surrogate}/u, 'half of a surrogate pair'],
	[/^\p{Cf}/u, 'invisible formatting character'],
];

const INVISIBLE = /^[\p{C}\p{Z}\p{M}]/u;

/** Below U+2600, what Unicode calls pictographic is mostly plain signs: ™, ‼, ↔. */
const EMOJI = /^(?:(?![\0-\u25ff])\p{Extended_Pictographic}|\p{Regional_Indicator})/u;

export const isEmoji = (character: string): boolean => EMOJI.test(character);

/**
 * A character for messages, by glyph and code points, or by name if it has no glyph: `“’” (U+2019)`,
 * `“😀”`, `U+200B (zero width space)`.
 */
export function characterLabel(character: string): string {
	if (isEmoji(character)) return `“${character}”`;
	const codes = Array.from(character, codePointName).join(' ');
	const name = NAMES.find(([pattern]) => pattern.test(character))?.[1];
	if (INVISIBLE.test(character)) return name === undefined ? codes : `${codes} (${name})`;
	return `“${character}” (${name === undefined ? codes : `${codes}, ${name}`})`;
}

/** `U+2019` */
export function codePointName(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Counts each change of a character, to list it once. */
export class CharacterChanges {
	private readonly counts = new Map<string, number>();

	/** `ç as c`, each once. */
	readonly letters = new Set<string>();

	/** @param outcome the replacement, '' for none */
	note(character: string, outcome: string): void {
		const became = outcome === '\n' ? 'became a new line' : `became “${outcome}”`;
		const change = `${characterLabel(character)} ${outcome === '' ? 'was removed' : became}`;
		this.counts.set(change, (this.counts.get(change) ?? 0) + 1);
		this.letters.add(`${character} as ${outcome}`);
	}

	/** One line per change, in order of appearance. */
	lines(): string[] {
		return Array.from(
			this.counts,
			([change, count]) => `${change}, ${count === 1 ? 'once' : `${count} times`}`,
		);
	}
}
