const { default: Sequencer } = require('@jest/test-sequencer');

/** Minutes and halves of them; jest knows that only after a first run, and goes by size before. */
const LONG = [
	/e2e\/queue/,
	/dev\/simulation|campaign\/(failures|idempotencyKey|keyStore|spreadOver)|schedule\/sendingWindow|package\/scan|e2e\/n8n\/(asking|editor|examples|recipes|report)/,
];

/** What takes longest begins first, so that nothing long is left when all else is done. */
module.exports = class extends Sequencer {
	sort(tests) {
		const rank = ({ path }) => {
			const found = LONG.findIndex((long) => long.test(path.replaceAll('\\', '/')));
			return found < 0 ? LONG.length : found;
		};
		return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
	}
};
