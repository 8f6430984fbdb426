import { expect, it } from 'vitest'
import { createThread } from './thread.ts'

const module = new URL('./thread.ts', import.meta.url).href
const code = `import { answerJobs } from ${JSON.stringify(module)}
	answerJobs((job) => { if (job === 'fail') throw new Error('full'); return job })`
const entry = new URL(`data:text/javascript,${encodeURIComponent(code)}`)

it('a job that fails is rejected, and the next one finds a new thread at once', async () => {
	const thread = createThread({ entry, name: 'the test', mostMs: 60_000 })
	expect(await thread.ask('one')).toBe('one')
	await expect(thread.ask('fail')).rejects.toThrow('full')
	expect(await thread.ask('two')).toBe('two')
	await thread.stop()
	await expect(thread.ask('three')).rejects.toThrow('has stopped')
})
