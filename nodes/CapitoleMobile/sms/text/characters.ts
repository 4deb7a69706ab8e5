const WELL_KNOWN: ReadonlyMap<string, string> = new Map([
	[' ', 'space'],
	['\t', 'tab'],
	['\n', 'new line'],
	['\r', 'carriage return'],
	['\r\n', 'Windows line ending'],
	['\u00a0', 'no-break space'],
	['\u00ad', 'soft hyphen'],
	['\u200b', 'zero width space'],
	['\u2028', 'line separator'],
	['\u202f', 'narrow no-break space'],
	['\ufeff', 'byte order mark'],
	['\ufffd', 'replacement character: the text was decoded from the wrong charset'],
]);

const KINDS: ReadonlyArray<readonly [pattern: RegExp, name: string]> = [
	[/^[\u0080-\u009f]/u, 'control character: the text may be Windows-1252 decoded as ISO-8859-1'],
	[/^\p{Cc}/u, 'control character'],
	[/^\p{Surrogate}/u, 'half of a surrogate pair'],
	// Below U+2600 what Unicode calls pictographic is mostly plain signs: ™, ‼, ↔.
	[/^(?:(?![\0-\u25ff])\p{Extended_Pictographic}|\p{Regional_Indicator})/u, 'emoji'],
	[/^\p{Cf}/u, 'invisible formatting character'],
];

const INVISIBLE = /^[\p{C}\p{Z}\p{M}]/u;

/**
 * A character for people to find: its glyph where it has one, its code points, its name where that is
 * well known. For example `“’” (U+2019)`, `“😀” (U+1F600, emoji)`, `U+200B (zero width space)`.
 */
export function characterLabel(character: string): string {
	const codes = Array.from(character, codePointName).join(' ');
	const name = WELL_KNOWN.get(character) ?? KINDS.find(([kind]) => kind.test(character))?.[1];
	if (INVISIBLE.test(character)) return name === undefined ? codes : `${codes} (${name})`;
	return `“${character}” (${name === undefined ? codes : `${codes}, ${name}`})`;
}

/** `U+2019` */
export function codePointName(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Counts what became of each character, to list every change once, with its number of times. */
export class CharacterChanges {
	private readonly counts = new Map<string, Map<string, number>>();

	/** @param outcome what is in the text instead, '' for nothing */
	note(character: string, outcome: string): void {
		const counts = this.counts.get(character) ?? new Map<string, number>();
		counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
		this.counts.set(character, counts);
	}

	/** One line per distinct character, in the order in which they were met. */
	lines(): string[] {
		return Array.from(this.counts, ([character, counts]) => {
			const fates = Array.from(
				counts,
				([outcome, count]) => `${fate(outcome)}, ${count === 1 ? 'once' : `${count} times`}`,
			);
			return `${characterLabel(character)} ${fates.join(', and ')}`;
		});
	}
}

function fate(outcome: string): string {
	if (outcome === '') return 'was removed';
	return outcome === '\n' ? 'became a new line' : `became “${outcome}”`;
}
