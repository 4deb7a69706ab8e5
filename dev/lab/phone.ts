import type { SmsMessage } from '../emulator/emulator';

const WIDTH = 44;
/** Breaks lines at spaces, and cuts words wider than the bubble. */
const LINES = new RegExp(`.{1,${WIDTH}}(?: |$)|.{1,${WIDTH}}`, 'gu');

/** Draws an SMS as a phone shows it, with the provider's details below. */
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
