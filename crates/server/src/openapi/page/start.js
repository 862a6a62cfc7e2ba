// Shows the API's description.
window.ui = SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui' });
