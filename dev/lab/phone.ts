import type { SmsMessage } from '../emulator/emulator';

const WIDTH = 44;
/** Breaks at spaces; a word wider than the bubble is cut. */
const LINES = new RegExp(`.{1,${WIDTH}}(?: |$)|.{1,${WIDTH}}`, 'gu');

/** Draws an SMS as the phone that gets it shows it, with what the provider knows about it under it. */
export function drawPhone(message: SmsMessage): string {
	const { text, stopMention, parts, encoding, campaignId, route, number, sender } = message;
	const paragraphs = [...text.split('\n'), ...(stopMention ? [stopMention.trim()] : [])];
	const lines = paragraphs.flatMap((paragraph) => paragraph.match(LINES) ?? ['']);
	const about = [
		`${parts} ${parts === 1 ? 'part' : 'parts'}, ${encoding}`,
		campaignId && `campaign ${campaignId}`,
		`route ${route}`,
	];
	const edge = '─'.repeat(WIDTH + 2);
	return [
		`To +${number}, from ${sender ?? 'the short number'}`,
		`╭${edge}╮`,
		...lines.map((line) => `│ ${line.trimEnd().padEnd(WIDTH)} │`),
		`╰${edge}╯`,
		about.filter(Boolean).join(' · '),
	].join('\n');
}
