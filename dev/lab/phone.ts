import type { SmsMessage } from '../emulator/emulator';

const WIDTH = 44;

/** Draws an SMS as the phone that gets it shows it, with what the provider knows about it under it. */
export function drawPhone(message: SmsMessage): string {
	const lines = [
		...wrap(message.text),
		...(message.stopMention ? wrap(message.stopMention.trim()) : []),
	];
	const parts = `${message.parts} ${message.parts === 1 ? 'part' : 'parts'}, ${message.encoding}`;
	const about = [
		parts,
		message.campaignId && `campaign ${message.campaignId}`,
		`route ${message.route}`,
	];
	const edge = '─'.repeat(WIDTH + 2);
	return [
		`To +${message.number}, from ${message.sender ?? 'the short number'}`,
		`╭${edge}╮`,
		...lines.map((line) => `│ ${line.padEnd(WIDTH)} │`),
		`╰${edge}╯`,
		about.filter(Boolean).join(' · '),
	].join('\n');
}

/** Breaks at spaces; a word wider than the bubble is cut. */
function wrap(text: string): string[] {
	return text.split('\n').flatMap((paragraph) => {
		const lines = [''];
		for (const word of paragraph.split(' ').flatMap(cut)) {
			const last = lines.at(-1) ?? '';
			if (last === '') lines[lines.length - 1] = word;
			else if (last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
			else lines.push(word);
		}
		return lines;
	});
}

const cut = (word: string): string[] =>
	word.length <= WIDTH ? [word] : [word.slice(0, WIDTH), ...cut(word.slice(WIDTH))];
