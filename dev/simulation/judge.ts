import type { Claim } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import { runSchedule, type Kind } from './schedule';
import type { Truth } from './truth';

/** Schedules in hand at a time: each waits for the event loop between its steps. */
const TOGETHER = 200;

/** What came of many schedules. */
export interface Judged {
	schedules: number;
	messages: number;
	claims: Record<Claim, number>;
	/** In doubt although all that was sent under the key was accepted and its run has ended. */
	falseDoubts: number;
	/** Seeds under which something happened that must never be, and what. */
	readonly broken: Array<{ readonly seed: number; readonly violations: readonly string[] }>;
}

/** Runs schedules from a seed on. */
export async function judge(
	from: number,
	count: number,
	kind: Kind,
	onProgress: (judged: Judged) => void = () => undefined,
): Promise<Judged> {
	const claims = { claimed: 0, sent: 0, inDoubt: 0, reused: 0, cancelled: 0 };
	const judged: Judged = { schedules: 0, messages: 0, claims, falseDoubts: 0, broken: [] };
	for (let seed = from; seed < from + count; seed += TOGETHER) {
		const seeds = Array.from(
			{ length: Math.min(TOGETHER, from + count - seed) },
			(_, at) => seed + at,
		);
		const truths = await Promise.all(seeds.map(async (one) => await runSchedule(one, kind)));
		for (const [at, truth] of truths.entries()) add(judged, seed + at, truth);
		onProgress(judged);
	}
	return judged;
}

function add(judged: Judged, seed: number, truth: Truth): void {
	judged.schedules++;
	judged.messages += truth.messages;
	judged.falseDoubts += truth.falseDoubts;
	for (const claim of Object.keys(truth.claims) as Claim[]) {
		judged.claims[claim] += truth.claims[claim];
	}
	if (truth.violations.length > 0) judged.broken.push({ seed, violations: truth.violations });
}
