// Vitest puts Vite's own BASE_URL, "/", into the environment, where the shop's would be.
if (process.env.BASE_URL === '/') delete process.env.BASE_URL
process.env.LOG_LEVEL ??= 'silent'
