import { characterLabel } from './characterLabel';
import type { Warning, WarningCode } from '../warning';

/** Counts what became of each character, so that every change is listed once, with how often. */
export class CharacterChanges {
	private readonly outcomes = new Map<string, Map<string, number>>();

	/** @param outcome what is in the text instead, '' for nothing */
	note(character: string, outcome: string): void {
		const counts = this.outcomes.get(character) ?? new Map<string, number>();
		counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
		this.outcomes.set(character, counts);
	}

	/**
	 * One warning per distinct character, in the order in which they were met.
	 *
	 * @param code that of all of them; without it, by whether the character was dropped or replaced
	 */
	warnings(code?: WarningCode): Warning[] {
		return Array.from(this.outcomes, ([character, counts]) => {
			const fates = Array.from(counts, ([outcome, count]) => `${fate(outcome)}, ${times(count)}`);
			return {
				code: code ?? (counts.has('') ? 'CHARACTER_REMOVED' : 'CHARACTER_REPLACED'),
				message: `${characterLabel(character)} ${fates.join(', and ')}.`,
			};
		});
	}
}

function fate(outcome: string): string {
	if (outcome === '') return 'was removed';
	if (outcome === '\n') return 'became a new line';
	return outcome.includes('"') ? `became '${outcome}'` : `became "${outcome}"`;
}

function times(count: number): string {
	return count === 1 ? 'once' : `${count} times`;
}
