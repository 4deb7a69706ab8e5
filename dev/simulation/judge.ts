import { KINDS, runSchedule } from './schedule';

export type KindName = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

/** Runs `count` schedules, with seeds counting up from `from`, and adds up their results. */
export async function judge(from: number, count: number, kind: KindName) {
	const claims = { claimed: 0, sent: 0, inDoubt: 0, reused: 0, cancelled: 0 };
	const judged = { schedules: 0, messages: 0, falseDoubts: 0, claims };
	/** Seeds of schedules that broke a promise, and how. */
	const broken: Array<{ readonly seed: number; readonly violations: readonly string[] }> = [];
	for (let seed = from; seed < from + count; seed++) {
		const truth = await runSchedule(seed, KINDS[kind]);
		judged.schedules++;
		judged.messages += truth.messages;
		judged.falseDoubts += truth.falseDoubts;
		for (const claim of Object.keys(claims) as Array<keyof typeof claims>) {
			claims[claim] += truth.claims[claim];
		}
		if (truth.violations.length > 0) broken.push({ seed, violations: truth.violations });
	}
	return { ...judged, broken };
}
