import { render } from 'svelte/server'
import { expect, it } from 'vitest'
import ApartLine from './concurrent/ApartLine.svelte'

const text = 'Отметили по-разному: Ирина — сделано, Виктор — не нужно'

it('the line of what was done apart is its words alone, and can name what stands below it', () => {
	const { body } = render(ApartLine, { props: { text, id: 'rivals' } })
	expect(body).toMatch(/<p [^>]*id="rivals"/)
	expect(body.replace(/<[^>]*>/g, '').trim()).toBe(text)
	expect(render(ApartLine, { props: { text } }).body).not.toContain('id=')
})
