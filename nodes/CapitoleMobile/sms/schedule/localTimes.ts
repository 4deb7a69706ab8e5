import { counted } from '../figure';
import { localZones } from './localZone';
import { clockAt, localSpan, PROVIDER_TIMEZONE } from './timeZone';

interface Timed {
	/** International digits. */
	readonly recipients: readonly string[];
	/** ISO with offset; null for at once. */
	readonly scheduledAt: string | null;
}

/**
 * A line for each time zone in which somebody gets an SMS: how many, and when by their own clocks. None
 * where that is Paris alone, now.
 */
export function localTimes(messages: readonly Timed[], now: number): string[] {
	const byZone = new Map<string, { numbers: number; first: number; last: number }>();
	for (const { recipients, scheduledAt } of messages) {
		const time = scheduledAt === null ? now : Date.parse(scheduledAt);
		for (const recipient of recipients) {
			const [zone = ''] = localZones([recipient]);
			const { numbers, first, last } = byZone.get(zone) ?? { numbers: 0, first: time, last: time };
			const all = { first: Math.min(first, time), last: Math.max(last, time) };
			byZone.set(zone, { numbers: numbers + 1, ...all });
		}
	}
	const isNow = messages.every(({ scheduledAt }) => scheduledAt === null);
	if (isNow && byZone.has(PROVIDER_TIMEZONE) && byZone.size === 1) return [];
	return Array.from(byZone, ([zone, { numbers, first, last }]) => {
		const get = `${counted('number', numbers)} ${numbers === 1 ? 'gets' : 'get'} it`;
		return `${get} ${localSpan(clockAt(first, zone), clockAt(last, zone))}`;
	});
}
