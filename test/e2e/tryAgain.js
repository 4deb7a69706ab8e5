// Real n8n and a real browser on a busy machine: what fails is printed, and tried once more.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
