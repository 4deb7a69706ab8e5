import { InvalidInput } from './invalidInput';
import { readShortField } from './shortField';

/** The provider's page: "10 caractères max." */
const MAX_LENGTH = 10;

/**
 * @param id text or whole number; empty for none
 * @returns the campaign ID as delivery reports will carry it, "" for none
 * @throws InvalidInput `id` when it is too long, has a "-" (both forbidden by the provider's page), or
 * has characters that cannot be sent
 */
export function checkCampaignId(id: unknown): string {
	const text = readShortField('id', id, MAX_LENGTH);
	if (text.includes('-')) {
		throw new InvalidInput(
			'id',
			`“${text}” has a “-”, which the provider does not allow`,
			dashRemedy(text),
		);
	}
	if (text.length > MAX_LENGTH) {
		throw new InvalidInput(
			'id',
			`“${text}” has ${text.length} characters; at most ${MAX_LENGTH} are allowed`,
			`Shorten it from ${text.length} to ${MAX_LENGTH} characters. It is not cut for you, because two campaigns could become one.`,
		);
	}
	return text;
}

function dashRemedy(text: string): string {
	if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
		return `A UUID is too long as well (${text.length} characters, at most ${MAX_LENGTH} are allowed): use a short ID of your own, and keep the UUID in your data.`;
	}
	const date = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
	if (date) {
		return `Write the date without it, as in ${date.slice(1).join('')} ({{ $now.toFormat('yyyyMMdd') }}).`;
	}
	const tooLong =
		text.replaceAll('-', '').length > MAX_LENGTH ? `, ${MAX_LENGTH} characters at most` : '';
	return `Use _ instead, as in ${text.replaceAll('-', '_')}, or remove it${tooLong}.`;
}
