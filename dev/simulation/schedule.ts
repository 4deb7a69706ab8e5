import {
	KeyStore,
	type Claim,
	type KeyUse,
	type Owners,
} from '../../nodes/CapitoleMobile/campaign/keys/keyStore';
import { MarkWriter } from '../../nodes/CapitoleMobile/campaign/keys/markWriter';
import { Chance, Process, VirtualTime, type Row } from './model';
import { Truth, type Sent } from './truth';

/** Milliseconds that every process rests: fixed, so that the limit is the same for all schedules. */
const REST_MS = 60;

/** A schedule that runs for more virtual milliseconds counts as endless. */
const LIMIT_MS = 1_000_000;

export interface Kind {
	/**
	 * Milliseconds between reading and writing in one round, added up over all processes but the one with
	 * the shortest gap.
	 */
	readonly othersGapMs: number;
	readonly processes?: number;
	/** Whether all processes have the same gap; by default, half of the schedules do so. */
	readonly isEven?: true;
	/** Whether processes are killed and writes fail. */
	readonly isHostile: boolean;
}

const within = { othersGapMs: REST_MS - 1 };

/** Kinds named `beyond` exceed the limit: the simulation has to find a second SMS. */
export const KINDS = {
	quiet: { ...within, isHostile: false },
	hostile: { ...within, isHostile: true },
	two: { ...within, isHostile: true, processes: 2 },
	beyondTwo: { othersGapMs: REST_MS + 10, isHostile: false, processes: 2 },
	// No process exceeds it alone. Two together outlast the rest of a third, three the rest of a fourth.
	beyondThree: { othersGapMs: 2 * (REST_MS - 4), isHostile: false, processes: 3, isEven: true },
	beyondFour: { othersGapMs: 3 * (REST_MS - 20), isHostile: false, processes: 4, isEven: true },
} as const satisfies Record<string, Kind>;

/** Runs one schedule. The seed chooses what every process does, and when. */
export async function runSchedule(seed: number, kind: Kind): Promise<Truth> {
	const chance = new Chance(seed);
	const time = new VirtualTime();
	const row: Row = { marks: chance.is(0.3) ? null : new Set() };
	const truth = new Truth();
	const shared = chance.whole(1, 2);
	const patience = kind.isHostile ? chance.whole(4, 20) * 100 : chance.whole(5, 20) * 1000;
	const failures = kind.isHostile && chance.is(0.4) ? 0.08 : 0;
	const brokenFromMs = kind.isHostile && chance.is(0.05) ? chance.whole(0, 800) : Infinity;
	let ended = 0;
	const processes = gapsOf(kind, chance).map((gapMs, number) => {
		const process = new Process(time, row, chance, { gapMs, failures, brokenFromMs });
		const open = storesOf(process, String(number), patience);
		const runs = Array.from({ length: chance.whole(1, 2) }, async (_, position) => {
			// Opened before the first await, so that the writer stays in use.
			const keys = open();
			await process.sleep(position * chance.whole(0, 400) + chance.whole(0, 80));
			const uses = Array.from({ length: chance.whole(1, 3) }, () => ({
				key: chance.is(0.7)
					? `shared ${String(chance.whole(1, shared))}`
					: `own ${String(number)} ${String(chance.whole(1, 3))}`,
				message: chance.is(0.85) ? 'a' : 'b',
			}));
			const again = open();
			const inPart = await run(process, keys, uses, truth, chance, patience);
			// The next try of the run, as with Retry On Fail.
			const rest = inPart.map((use) => ({ ...use, earlier: 'sent' as const }));
			await run(process, again, rest, truth, chance, patience);
		});
		void Promise.all(runs).then(() => ended++);
		if (kind.isHostile && chance.is(0.3)) {
			time.schedule(chance.whole(0, 600), () => {
				process.isAlive = false;
			});
		}
		return process;
	});
	await time.run(LIMIT_MS);
	const dead = processes.filter(({ isAlive }) => !isAlive);
	if (ended + dead.length < processes.length) truth.violations.push('a claim does not end');
	await audit(time, row, truth, chance);
	return truth;
}

/** The longest gap of each process. Without the shortest, they add up to `othersGapMs` at most. */
function gapsOf({ processes, othersGapMs, isEven }: Kind, chance: Chance): number[] {
	const isSame = isEven ?? chance.is(0.5);
	const parts = Array.from({ length: processes ?? chance.whole(2, 4) }, () =>
		isSame ? 1 : chance.next() + 0.05,
	);
	const all = parts.reduce((total, part) => total + part, 0);
	const most = all - Math.min(...parts);
	return parts.map((part) => Math.floor((part / most) * othersGapMs));
}

function storesOf(process: Process, name: string, patience: number): () => KeyStore {
	const writer = new MarkWriter(process.record, name, process.clock, () => REST_MS);
	const owners: Owners = new Map();
	return () => {
		writer.open(process.record);
		return new KeyStore(writer, owners, process.clock, patience, () => false);
	};
}

const ENDS = { accepted: 'sent', unknown: 'inDoubt', rejected: 'free' } as const;

/** A run of the node: claims, sends and settles some keys at once. Returns those sent in part. */
async function run(
	process: Process,
	keys: KeyStore,
	uses: readonly KeyUse[],
	truth: Truth,
	chance: Chance,
	patience: number,
): Promise<KeyUse[]> {
	const inPart: KeyUse[] = [];
	const bad: Sent = chance.is(0.5) ? 'rejected' : 'unknown';
	const items = uses.map(async (use) => {
		await process.sleep(chance.whole(0, 30));
		truth.asks(use);
		let claim: Claim;
		try {
			claim = await keys.claim(use);
		} catch {
			return;
		}
		if (use.earlier === undefined) truth.told(use, claim);
		if (claim !== 'claimed') return;
		const end = truth.send(use);
		// Rarely, the provider takes much longer than the others are willing to wait.
		await process.sleep(chance.is(0.03) ? chance.whole(0, 3 * patience) : chance.whole(0, 120));
		const outcome = chance.is(0.5) ? 'accepted' : use.earlier !== undefined ? 'unknown' : bad;
		end(outcome);
		await keys.settle(use, ENDS[outcome]);
		if (outcome === 'accepted' && chance.is(0.3)) inPart.push(use);
	});
	await Promise.all(items);
	await keys.close();
	return inPart;
}

/** Asks for every key at the end: the record must match what was sent. */
async function audit(time: VirtualTime, row: Row, truth: Truth, chance: Chance): Promise<void> {
	const manners = { gapMs: 0, failures: 0, brokenFromMs: Infinity };
	const keys = storesOf(new Process(time, row, chance, manners), 'auditor', 100)();
	const askInTurn = async (): Promise<void> => {
		for (const use of truth.uses()) {
			const claim = await keys.claim(use);
			truth.toldInTheEnd(use, claim);
			if (claim === 'claimed') await keys.settle(use, 'free');
		}
	};
	void askInTurn();
	await time.run(Infinity);
}
