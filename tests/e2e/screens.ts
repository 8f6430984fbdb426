import { PROGRAM, type Actor } from './actors.ts'
import { say, verasRequest } from './say.ts'

/** A programme of Шубина’s that waits for consents and its order. */
const FORMING = 'shubinas-first'

export async function beginForming(curator: Actor): Promise<void> {
	await say(curator, 'curator-1', 'curator', FORMING, { ...verasRequest, difficulties: ['Смета'] })
	await say(curator, 'curator-1', 'curator', FORMING, {
		type: 'propose',
		insteadOf: null,
		mentorIds: ['mentor-1'],
		title: 'Будущий директор',
		relation: 'head-head',
		forms: ['traditional']
	})
}

/** Every screen of a signed-in person, after `beginForming`; the screen is complete when `ready` is on it. */
export const screens: readonly [person: 'mentor' | 'curator' | 'region', path: string, ready: string][] = [
	['mentor', '/', 'Мои программы'],
	['mentor', PROGRAM, 'Сегодня,'],
	['mentor', `${PROGRAM}/activities/a2-5`, 'Ответственные'],
	['mentor', `${PROGRAM}/meetings`, 'Состоялись'],
	['mentor', `${PROGRAM}/meetings/meeting-1`, 'Протокол'],
	['mentor', `${PROGRAM}/about`, 'Сильные стороны'],
	['mentor', `${PROGRAM}/history`, 'План создан'],
	['mentor', `${PROGRAM}/history?at=1`, 'План, каким он был'],
	['mentor', `${PROGRAM}/editions`, 'Утверждённая редакция 2'],
	['mentor', `${PROGRAM}/report`, 'Дальнейшие шаги'],
	['mentor', '/decisions', 'Решения'],
	['mentor', '/decisions/program-1', 'Приказ о закреплении'],
	['mentor', '/decisions/preferences', 'Лаптева Ирина'],
	['mentor', '/settings', 'Оформление'],
	['mentor', '/settings/access', 'Где вы вошли'],
	['mentor', '/file', 'Правки из файла добавятся'],
	['mentor', '/papers/program-1', 'Можно составить'],
	['mentor', '/papers/program-1?kind=consent-duties&of=mentor-1', 'Скачать DOCX'],
	['curator', '/programs/program-4/report', 'Итоги периода'],
	['curator', '/curator', 'данные на'],
	['curator', '/decisions', 'Идут'],
	['curator', '/decisions/new', 'Отправить запрос'],
	['curator', '/decisions/program-1', 'Приказ о закреплении'],
	// A group’s decisions were taken in another year: their dates are longer.
	['curator', '/decisions/program-4', 'Приказ о закреплении'],
	['curator', `/decisions/${FORMING}/shortlist`, 'Почему такая оценка'],
	['curator', `/decisions/${FORMING}/order`, 'Передать на подпись'],
	['curator', '/curator/regulation', 'Все положения'],
	['curator', '/curator/regulation/divnogorsk', 'Что и когда'],
	['curator', '/curator/regulation/another/edit?of=divnogorsk', 'Кто издал'],
	['curator', '/curator/incentives', 'окладов всего'],
	['curator', '/curator/incentives/events', 'Мероприятий пока нет'],
	['curator', '/curator/held', 'Правок на рассмотрении нет'],
	['curator', '/curator/people', 'Ковалёв Виктор'],
	['curator', '/curator/people/mentees', 'Лаптева Ирина'],
	['curator', '/curator/people/mentor-1', 'Соответствие требованиям'],
	['curator', '/curator/people/mentee-1', 'Основной запрос'],
	['curator', '/curator/people/new?role=mentor', 'Новый наставник'],
	['curator', '/curator/people/organisations', 'Школа № 41'],
	['curator', '/curator/people/organisations/school-41', 'Что показывают индексы'],
	['curator', '/curator/people/organisations/new', 'Индексы по годам'],
	['curator', '/curator/people/import', 'Прошлые загрузки'],
	['curator', '/curator/people/staff', 'Воронцова Елена'],
	['curator', '/curator/people/composition', 'Состава нет'],
	['curator', '/curator/people/new?role=none', 'Записать в реестр'],
	['curator', '/curator/people/invitations', 'Кого пригласили'],
	['curator', '/curator/people/access', 'Кто уже входит'],
	['curator', '/papers/program-1', 'Пока нельзя'],
	['curator', '/curator/papers', 'Тексты документов'],
	['curator', '/curator/papers?edit=agreement', 'Как это выглядит'],
	['curator', '/curator/papers?common', 'Составить приказ'],
	['region', '/region', 'Данные на']
]
