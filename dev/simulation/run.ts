import { judge, KIND_NAMES } from './judge';

/**
 * Runs schedules of the key protocol, by seed. Kinds named `beyond` must break it, the others must not.
 *
 *   node dev/lab/run.mjs dev/simulation/run.ts 1000000          a million, from a new seed
 *   node dev/lab/run.mjs dev/simulation/run.ts 1 4711 hostile   seed 4711 again
 */
async function main([count = '10000', from = '', ...names]: readonly string[]): Promise<void> {
	const seed = from === '' ? Date.now() % 1_000_000_000 : Number(from);
	const kinds = KIND_NAMES.filter((kind) => names.length === 0 || names.includes(kind));
	for (const kind of kinds) {
		const startedAt = Date.now();
		const { broken, ...figures } = await judge(seed, Math.ceil(Number(count) / kinds.length), kind);
		const seconds = Math.round((Date.now() - startedAt) / 1000);
		console.log(kind, JSON.stringify({ seed, seconds, ...figures, broken: broken.length }));
		for (const one of broken.slice(0, 3)) console.log('  ', JSON.stringify(one));
	}
}

void main(process.argv.slice(2));
