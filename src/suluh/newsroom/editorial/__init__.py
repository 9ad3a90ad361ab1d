"""Stories and every other text from draft to approval (naskah, telaah)."""
