import { characterLabel } from './characterLabel';

/** Counts what became of each character, to list every change once, with its number of times. */
export class CharacterChanges {
	private readonly outcomes = new Map<string, Map<string, number>>();

	/** @param outcome what is in the text instead, '' for nothing */
	note(character: string, outcome: string): void {
		const counts = this.outcomes.get(character) ?? new Map<string, number>();
		counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
		this.outcomes.set(character, counts);
	}

	/** One line per distinct character, in the order in which they were met. */
	lines(): string[] {
		return Array.from(this.outcomes, ([character, counts]) => {
			const fates = Array.from(counts, ([outcome, count]) => `${fate(outcome)}, ${times(count)}`);
			return `${characterLabel(character)} ${fates.join(', and ')}`;
		});
	}

	/** The characters that were noted. */
	characters(): string[] {
		return [...this.outcomes.keys()];
	}
}

function fate(outcome: string): string {
	if (outcome === '') return 'was removed';
	if (outcome === '\n') return 'became a new line';
	return `became “${outcome}”`;
}

function times(count: number): string {
	return count === 1 ? 'once' : `${count} times`;
}
