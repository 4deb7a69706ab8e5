import { judge } from './judge';
import { KIND_NAMES, KINDS, simulate, type KindName } from './simulate';

/**
 * Schedules of the key protocol, by seed.
 *
 *   node dev/lab/run.mjs dev/simulation/run.ts 1000000          a million, from a seed of today's
 *   node dev/lab/run.mjs dev/simulation/run.ts 1 4711 hostile   seed 4711 once more
 */
async function main([count = '10000', from = '', ...names]: readonly string[]): Promise<void> {
	const seed = from === '' ? Date.now() % 1_000_000_000 : Number(from);
	const kinds = names.length > 0 ? names.map(kindName) : KIND_NAMES;
	const each = Math.ceil(Number(count) / kinds.length);
	for (const name of kinds) {
		const startedAt = Date.now();
		const { claims, broken, ...rest } = await simulate(seed, each, name);
		const seconds = Math.round((Date.now() - startedAt) / 1000);
		console.log(name, JSON.stringify({ seed, seconds, ...rest, ...claims, broken: broken.length }));
		for (const one of broken.slice(0, 3)) console.log('  ', JSON.stringify(one));
	}
}

/** The part of `simulate` that a process of its own does. */
async function share([count, from, name = '']: readonly string[]): Promise<void> {
	const judged = await judge(Number(from), Number(count), KINDS[kindName(name)]);
	process.stdout.write(JSON.stringify(judged));
}

function kindName(name: string): KindName {
	const known = KIND_NAMES.find((kind) => kind === name);
	if (known === undefined) throw new Error(`There is no kind ${name}.`);
	return known;
}

const [first, ...rest] = process.argv.slice(2);
void (first === '--share' ? share(rest) : main(process.argv.slice(2)));
