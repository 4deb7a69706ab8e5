/**
 * Loaded into n8n before its own code: n8n looks once a minute for waiting executions whose time will
 * soon be over, and here every two seconds, so that no test waits for that minute.
 */
const LOOK_AGAIN_MS = 2000;

const { setInterval } = globalThis;
globalThis.setInterval = (act, ms, ...given) => {
	const isLook = String(act).includes('this.getWaitingExecutions()');
	return setInterval(act, isLook ? LOOK_AGAIN_MS : ms, ...given);
};
