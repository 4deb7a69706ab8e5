const { default: Sequencer } = require('@jest/test-sequencer');

/** Minutes and halves of them; jest knows that only after a first run, and goes by size before. */
const LONG =
	/dev\/simulation|campaign\/(failures|idempotencyKey|keyStore|spreadOver)|schedule\/sendingWindow|package\/scan|e2e\/(report|twice|n8n\/(asking|editor|examples|recipes))/;

/** What takes longest begins first, so that nothing long is left when all else is done. */
module.exports = class extends Sequencer {
	sort(tests) {
		const isLong = ({ path }) => Number(LONG.test(path.replaceAll('\\', '/')));
		return [...super.sort(tests)].sort((one, other) => isLong(other) - isLong(one));
	}
};
