import { startCompanion, type Companion } from './companion';
import { median, medianRatio } from './median';
import type { Memory, Question, Worked } from './ownWorkProcess';
import type { Workshop } from './workshop';

export const PER_REQUEST = 500;

/** What one package needs for itself; the lists have one figure for each round. */
export interface OwnWork {
	/** Milliseconds of the processor for a message with one recipient. */
	readonly perMessageMs: number[];
	/** Microseconds of the processor for each recipient of a list, by its length. */
	readonly perRecipient: ReadonlyArray<{ readonly recipients: number; readonly us: number[] }>;
	/** Bytes for each recipient, an item each. */
	readonly memory: {
		readonly recipients: number;
		readonly most: number[];
		readonly after: number[];
	};
}

export interface OwnWorkResults {
	readonly ours: OwnWork;
	/** Of the package that ours is measured against, if there is one. */
	readonly against?: OwnWork;
}

interface Extent {
	readonly rounds: number;
	/** The longest list. */
	readonly most: number;
	/** Items when the memory is measured. */
	readonly items: number;
}

/** Both packages take turns, round by round. */
export async function measureOwnWork(workshop: Workshop, extent: Extent): Promise<OwnWorkResults> {
	const { packageFolder, against } = workshop;
	const folders = against === undefined ? [packageFolder] : [packageFolder, against.packageFolder];
	const companions = folders.map((folder) =>
		startCompanion('ownWorkProcess.ts', { ...workshop, packageFolder: folder }, ['--expose-gc']),
	);
	try {
		const works = folders.map(() => emptyFigures(extent));
		for (const companion of companions) await warmUp(companion);
		for (let round = 0; round < extent.rounds; round++) {
			const pairs = companions.map((companion, index) => ({ companion, figures: works[index] }));
			// Each is first as often as the other.
			for (const { companion, figures } of round % 2 === 0 ? pairs : pairs.reverse())
				if (figures !== undefined) await measureRound(companion, figures);
		}
		const [ours = emptyFigures(extent), theirs] = works;
		return { ours, ...(theirs === undefined ? {} : { against: theirs }) };
	} finally {
		await Promise.all(companions.map(async (companion) => await companion.stop()));
	}
}

const emptyFigures = ({ most, items }: Extent): OwnWork => ({
	perMessageMs: [],
	perRecipient: [1_000, 10_000, 100_000]
		.filter((size) => size <= most)
		.map((recipients) => ({ recipients, us: [] })),
	memory: { recipients: items, most: [], after: [] },
});

async function cpuMs(companion: Companion, kind: Question['kind'], count: number): Promise<number> {
	const question = { kind, count, perRequest: PER_REQUEST, look: false };
	return (await companion.ask<Worked>(question)).cpuMs;
}

const MESSAGES = 5_000;

async function warmUp(companion: Companion): Promise<void> {
	await cpuMs(companion, 'personalised', MESSAGES);
	await cpuMs(companion, 'list', 10_000);
	await cpuMs(companion, 'combined', 1_000);
}

async function measureRound(companion: Companion, figures: OwnWork): Promise<void> {
	figures.perMessageMs.push((await cpuMs(companion, 'personalised', MESSAGES)) / MESSAGES);
	for (const { recipients, us } of figures.perRecipient)
		us.push(((await cpuMs(companion, 'list', recipients)) * 1000) / recipients);
	const { recipients, most, after } = figures.memory;
	const { mostInUse, inUseAfter } = await companion.ask<Memory>({
		kind: 'combined',
		count: recipients,
		perRequest: PER_REQUEST,
		look: true,
	});
	most.push(mostInUse / recipients);
	after.push(inUseAfter / recipients);
}

/** How much longer a recipient takes in the longest list than in the shortest. */
export function growth({ perRecipient }: OwnWork): number {
	const [fewest, most] = [perRecipient[0], perRecipient.at(-1)];
	return most && fewest ? median(most.us) / median(fewest.us) : Number.NaN;
}

/** Every figure of ours with its name and unit, and how many times the other package's it is. */
export function figuresOf({ ours, against }: OwnWorkResults): Array<{
	readonly what: string;
	readonly unit: string;
	readonly rounds: readonly number[];
	readonly ratio: number | undefined;
}> {
	const named = ({ perMessageMs, perRecipient, memory }: OwnWork) => [
		{ what: 'a message with one recipient', unit: ' ms', rounds: perMessageMs },
		...perRecipient.map(({ recipients, us }) => ({
			what: `a recipient, of ${recipients.toLocaleString('en')}`,
			unit: ' µs',
			rounds: us,
		})),
		{ what: 'memory for a recipient, an item each, at most', unit: ' bytes', rounds: memory.most },
		{ what: 'the same, when the execution is over', unit: ' bytes', rounds: memory.after },
	];
	const theirs = against && named(against);
	return named(ours).map((figure, index) => {
		const other = theirs?.[index]?.rounds;
		return { ...figure, ratio: other && medianRatio(figure.rounds, other) };
	});
}
