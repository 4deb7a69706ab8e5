// Real n8n and a real browser run on a busy machine: a failed test is printed and tried once more.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
