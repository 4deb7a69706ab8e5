import type { Claim } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import { runSchedule, type Kind } from './schedule';

/** What came of many schedules. */
export interface Judged {
	schedules: number;
	messages: number;
	claims: Record<Claim, number>;
	/** In doubt, or another message's, although what was sent under the key was accepted. */
	falseDoubts: number;
	/** Seeds under which something happened that must never be, and what. */
	broken: Array<{ readonly seed: number; readonly violations: readonly string[] }>;
}

/** Runs schedules from a seed on. */
export async function judge(from: number, count: number, kind: Kind): Promise<Judged> {
	const judged = nothingYet();
	for (let seed = from; seed < from + count; seed++) {
		const { messages, claims, falseDoubts, violations } = await runSchedule(seed, kind);
		const broken = violations.length > 0 ? [{ seed, violations }] : [];
		add(judged, { schedules: 1, messages, claims, falseDoubts, broken });
	}
	return judged;
}

export function nothingYet(): Judged {
	const claims = { claimed: 0, sent: 0, inDoubt: 0, reused: 0, cancelled: 0 };
	return { schedules: 0, messages: 0, claims, falseDoubts: 0, broken: [] };
}

export function add(to: Judged, more: Judged): void {
	to.schedules += more.schedules;
	to.messages += more.messages;
	to.falseDoubts += more.falseDoubts;
	for (const claim of Object.keys(to.claims) as Claim[]) to.claims[claim] += more.claims[claim];
	to.broken.push(...more.broken);
}
