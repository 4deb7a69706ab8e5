const { default: Sequencer } = require('@jest/test-sequencer');

/** Tests of half a minute and more. jest knows that only after a first run, and goes by size before. */
const LONG = [
	/e2e\/queue/,
	/dev\/simulation|campaign\/(failures|idempotencyKey|keyStore|spreadOver)|schedule\/sendingWindow|package\/scan|e2e\/n8n\/(asking|editor|examples|recipes|report)/,
];

/** Starts the longest tests first, so that none is left at the end. */
module.exports = class extends Sequencer {
	sort(tests) {
		const rank = ({ path }) => {
			const found = LONG.findIndex((long) => long.test(path.replaceAll('\\', '/')));
			return found < 0 ? LONG.length : found;
		};
		return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
	}
};
