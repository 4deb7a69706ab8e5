/** Loaded into n8n before its own code: n8n then checks for expired waits every two seconds, not every minute. */
const LOOK_AGAIN_MS = 2000;

const { setInterval } = globalThis;
globalThis.setInterval = (act, ms, ...given) => {
	const isLook = String(act).includes('this.getWaitingExecutions()');
	return setInterval(act, isLook ? LOOK_AGAIN_MS : ms, ...given);
};
