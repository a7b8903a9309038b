FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=0 LOCAL_DIR=/local
WORKDIR /app

COPY requirements.lock requirements-numba.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock -r requirements-numba.lock

COPY . .
# Gathering files reads neither the database nor Redis, but the settings ask for them.
RUN SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput \
    && useradd --system --no-create-home phaseline \
    && install -d -o phaseline /local /media

USER phaseline
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--no-control-socket"]
