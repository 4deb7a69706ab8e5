const path = require('node:path');

const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * For `mutate.ts`: runs the changed file's own tests first, then those of its folder, then the fastest.
 * They catch most changes within seconds.
 */
module.exports = class extends Sequencer {
	sort(tests) {
		const changed = (process.env.NEAREST_TO ?? '').replace('nodes/CapitoleMobile', 'test');
		const { dir, name } = path.posix.parse(changed);
		const distance = (test) => {
			const file = test.path.replaceAll(path.sep, '/');
			if (file.endsWith(`/${dir}/${name}.test.ts`)) return 0;
			return file.includes(`/${dir}/`) && (test.duration ?? 0) < 20_000 ? 1 : 2;
		};
		return [...super.sort(tests)].sort(
			(one, other) =>
				distance(one) - distance(other) || (one.duration ?? 0) - (other.duration ?? 0),
		);
	}
};
