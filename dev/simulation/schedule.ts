import { KeyStore, type KeyUse } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import { MarkStore, type Rest } from '../../nodes/CapitoleMobile/campaign/keys/markStore';
import { Chance } from './chance';
import { Process, type Row } from './modelRecord';
import { Truth, type Sent } from './truth';
import { VirtualTime } from './virtualTime';

/** Milliseconds that every process rests, so that the limit is the same for all schedules. */
export const REST_MS = 60;

/** Virtual milliseconds after which a schedule that still goes on is taken for endless. */
const LIMIT_MS = 600_000;

export interface Kind {
	/**
	 * Milliseconds that all other processes together have between reading and writing in one beat, as
	 * seen from the process that has the most of them.
	 */
	readonly othersGapMs: number;
	readonly processes?: number;
	/** Whether no process has more of them than another; else half of the schedules are so. */
	readonly isEven?: true;
	/** Whether processes are killed and writes fail. */
	readonly isHostile: boolean;
	readonly rest?: Rest;
}

/** One schedule: what every process does and when, all of it chosen by the seed. */
export async function runSchedule(seed: number, kind: Kind): Promise<Truth> {
	const chance = new Chance(seed);
	const time = new VirtualTime();
	const row: Row = { marks: chance.is(0.3) ? null : new Set() };
	const truth = new Truth();
	const shared = chance.whole(1, 2);
	const failures = kind.isHostile && chance.is(0.4) ? 0.08 : 0;
	const brokenFromMs = kind.isHostile && chance.is(0.05) ? chance.whole(0, 800) : Infinity;
	const gaps = shares(kind, chance);
	const processes = gaps.map(
		(gapMs) => new Process(time, row, chance, { gapMs, failures, brokenFromMs }),
	);
	const over = new Set<Process>();
	for (const [number, process] of processes.entries()) {
		const writer = new MarkStore(process.record, String(number), process.clock, kind.rest ?? fixed);
		const runs = Array.from({ length: chance.whole(1, 2) }, async (_, position) => {
			writer.open(process.record);
			await process.sleep(position * chance.whole(0, 400) + chance.whole(0, 80));
			await run(process, writer, truth, chance, kind.isHostile ? 100 : 20_000, () => ({
				key: chance.is(0.7)
					? `shared ${chance.whole(1, shared)}`
					: `own ${number} ${chance.whole(1, 3)}`,
				message: chance.is(0.85) ? 'a' : 'b',
			}));
		});
		void Promise.all(runs).then(() => over.add(process));
		if (kind.isHostile && chance.is(0.3)) {
			time.schedule(chance.whole(0, 600), () => {
				process.isAlive = false;
			});
		}
	}
	const isOver = await time.run(LIMIT_MS);
	if (!isOver || processes.some((process) => process.isAlive && !over.has(process))) {
		truth.violations.push('a claim does not end');
	}
	await audit(time, row, truth, chance);
	return truth;
}

const fixed: Rest = () => REST_MS;

/** The longest gap of each process, so that all but one of them have `othersGapMs` at most together. */
function shares({ processes, othersGapMs, isEven }: Kind, chance: Chance): number[] {
	const isOneLike = isEven ?? chance.is(0.5);
	const parts = Array.from({ length: processes ?? chance.whole(2, 4) }, () =>
		isOneLike ? 1 : chance.next() + 0.05,
	);
	const all = parts.reduce((total, part) => total + part, 0);
	const most = all - Math.min(...parts);
	return parts.map((part) => Math.floor((part / most) * othersGapMs));
}

/** A run of the node: some keys at once, each claimed, sent under and settled. */
async function run(
	process: Process,
	writer: MarkStore,
	truth: Truth,
	chance: Chance,
	leastPatience: number,
	pick: () => KeyUse,
): Promise<void> {
	const open = (): KeyStore =>
		new KeyStore(writer, process.clock, chance.whole(1, 20) * leastPatience, () => false);
	const keys = open();
	const outcomes = chance.of<Sent[]>([
		['accepted'],
		['accepted', 'rejected', 'unknown'],
		['rejected'],
	]);
	const partly: KeyUse[] = [];
	const items = Array.from({ length: chance.whole(1, 3) }, async () => {
		const use = pick();
		await process.sleep(chance.whole(0, 30));
		truth.asks(use);
		let claim;
		try {
			claim = await keys.claim(use);
		} catch {
			return;
		}
		truth.told(use, claim);
		if (claim !== 'claimed') return;
		const end = truth.send(use);
		await process.sleep(chance.whole(0, 120));
		const outcome = outcomes[chance.whole(0, outcomes.length - 1)] ?? 'accepted';
		end(outcome);
		await keys.settle(use, ENDS[outcome]);
		if (outcome === 'accepted' && chance.is(0.3)) partly.push(use);
	});
	await Promise.all(items);
	await keys.close();
	if (partly.length > 0) await goOn(process, writer, truth, chance, open, partly);
}

/** The next try of a run, as by Retry On Fail: what was accepted in part goes on under its key. */
async function goOn(
	process: Process,
	writer: MarkStore,
	truth: Truth,
	chance: Chance,
	open: () => KeyStore,
	partly: readonly KeyUse[],
): Promise<void> {
	writer.open(process.record);
	const keys = open();
	const items = partly.map(async (use) => {
		try {
			await keys.claim(use, 'sent');
		} catch {
			return;
		}
		const end = truth.sendRest(use);
		await process.sleep(chance.whole(0, 120));
		const outcome = chance.of<'accepted' | 'unknown'>(['accepted', 'unknown']);
		end(outcome);
		await keys.settle(use, ENDS[outcome]);
	});
	await Promise.all(items);
	await keys.close();
}

const ENDS = { accepted: 'sent', unknown: 'inDoubt', rejected: 'free' } as const;

/** Asks for every key once all is over: what is found must be what was done. */
async function audit(time: VirtualTime, row: Row, truth: Truth, chance: Chance): Promise<void> {
	const auditor = new Process(time, row, chance, { gapMs: 0, failures: 0, brokenFromMs: Infinity });
	const writer = new MarkStore(auditor.record, 'auditor', auditor.clock, fixed);
	writer.open(auditor.record);
	const keys = new KeyStore(writer, auditor.clock, 0, () => false);
	const askOneAfterTheOther = async (): Promise<void> => {
		for (const use of truth.uses()) {
			const claim = await keys.claim(use);
			truth.toldInTheEnd(use, claim);
			if (claim === 'claimed') await keys.settle(use, 'free');
		}
	};
	void askOneAfterTheOther();
	await time.run(Infinity);
}
