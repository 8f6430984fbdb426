import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import ConcurrentWarning from './concurrent/ConcurrentWarning.svelte'

const text = 'Отметили по-разному: Ирина — сделано, Виктор — не нужно'

it('the line of what was done apart is its words alone, and can name what stands below it', () => {
	const { body } = render(ConcurrentWarning, { props: { text, id: 'values' } })
	expect(body).toMatch(/<p [^>]*id="values"/)
	expect(body.replace(/<[^>]*>/g, '').trim()).toBe(text)
	expect(render(ConcurrentWarning, { props: { text } }).body).not.toContain('id=')
})
