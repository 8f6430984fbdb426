import { expect, it } from 'vitest'
import { focusFirstError } from './failure.ts'

it('a form that is gone once the server has answered has nothing to focus, and says so to nobody', async () => {
	await expect(focusFirstError(null)).resolves.toBeUndefined()
})
