import { expect, test } from 'vitest'
import { visitedPath } from '#app/platform/http/visited-path.ts'

const TOKEN = '3fZk0QmY7dXw_Lr2-Vb9TnSeUa8HcGpJ'

test.each([
  [`/ja/orders/${TOKEN}`, '/ja/orders/:token'],
  [`/ja/Orders/${TOKEN}`, '/ja/Orders/:token'],
  [`/JA/ORDERS/${TOKEN}/details`, '/JA/ORDERS/:token/details'],
  [`/orders/${TOKEN}/files/1`, '/orders/:token/files/1'],
  [`/ja/%6Frders/${TOKEN}`, '/ja/orders/:token'],
  [`/ja/orders%2F${TOKEN}`, '/ja/orders/:token'],
  [`/ja/orders//${TOKEN}`, '/ja/orders//:token'],
  [`/ja/orders/x/orders/${TOKEN}`, '/ja/orders/:token/orders/:token'],
  [`/desk/sign-in/${TOKEN}`, '/desk/sign-in/:token'],
  [`/Desk/Sign-In/${TOKEN}`, '/Desk/Sign-In/:token'],
  [`/sandbox/Checkout/cs_test_1`, '/sandbox/Checkout/:id'],
  [`/ja/%ff/%6Frders/${TOKEN}`, '/ja/'],
])('%s is logged as %s', (path, logged) => {
  expect(visitedPath(path)).toBe(logged)
})

test('other paths stay as they are', () => {
  for (const path of ['/', '/ja/orders', '/ja/publications/m-net-100', '/desk/tasks'])
    expect(visitedPath(path)).toBe(path)
})
